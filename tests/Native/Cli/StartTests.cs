
namespace TorchBasics.Tests.Native.Cli;

/// <summary>Commands that need no libtorch work without it, and those that do say what is wrong.</summary>
public class StartTests
{
    private static readonly Dictionary<string, string> WithoutLibtorch = new() { ["TORCHBASICS_LIBTORCH"] = "/nowhere/libtorch" };

    [Theory]
    [InlineData("models")]
    [InlineData("models lenet5")]
    [InlineData("models --json")]
    [InlineData("data list")]
    [InlineData("data show xor")]
    [InlineData("--help")]
    [InlineData("--version")]
    public void What_only_describes_does_not_load_libtorch(string line)
    {
        using var folder = new TemporaryFolder();

        CliProcess.Run(folder.Path, WithoutLibtorch, line.Split(' ')).ShouldSucceed();
    }

    [Fact]
    public void A_network_is_exported_imported_compared_and_asked_without_libtorch()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rows.csv"], "0,0\n0,1\n1,0\n1,1\n");
        string[] lines =
        [
            "export threshold-xor -o xor.onnx", "export mlp --initial 1 -o mlp.pt", "import xor.onnx -o xor.safetensors",
            "inspect xor.safetensors",
            "diff xor.onnx xor.safetensors", "predict rows.csv --model xor.safetensors",
        ];

        foreach (var line in lines)
            CliProcess.Run(folder.Path, WithoutLibtorch, line.Split(' ')).ShouldSucceed();
    }

    [Theory]
    [InlineData("train xor-mlp")]
    [InlineData("train perceptron")]
    [InlineData("evaluate threshold-xor")]
    public void What_computes_says_that_libtorch_was_not_found(string line)
    {
        using var folder = new TemporaryFolder();

        CliProcess.Run(folder.Path, WithoutLibtorch, line.Split(' '))
            .ShouldFail(4, "libtorch was not found", "/nowhere/libtorch");

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void The_doctor_reports_a_usable_libtorch()
    {
        using var folder = new TemporaryFolder();

        var result = CliProcess.Run(folder.Path, "doctor", "--json");

        Assert.Equal(0, result.Code);
        Assert.True(result.Json.GetProperty("usable").GetBoolean());
        Assert.StartsWith("2.", result.Json.GetProperty("runtime").GetProperty("libtorch").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_reports_what_is_wrong_with_exit_code_4()
    {
        using var folder = new TemporaryFolder();

        var result = CliProcess.Run(folder.Path, "doctor", "--json", "--libtorch", folder.Path);

        Assert.Equal(4, result.Code);
        Assert.False(result.Json.GetProperty("usable").GetBoolean());
        Assert.Contains(folder.Path, result.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_summarised_with_the_numbers_of_the_paper()
    {
        using var folder = new TemporaryFolder();

        var lenet5 = CliProcess.Run(folder.Path, "models", "lenet5", "--json").Json;

        Assert.Equal(61_706, lenet5.GetProperty("parameters").GetInt64());
        Assert.Equal(416_520, lenet5.GetProperty("multiplyAdds").GetInt64());
    }
}
