
namespace TorchBasics.Tests.Native.Cli.Json;

public sealed class JsonMessageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("models lenet6 --json", 2, "usage")]
    [InlineData("inspect gone.onnx --json", 3, "data")]
    [InlineData("models --jsonn --json", 2, "usage")]
    public void An_error_is_a_line_with_its_kind_and_exit_code(string line, int code, string kind)
    {
        var result = CliProcess.Run(_folder.Path, line.Split(' '));

        var error = result.JsonErrors[0];
        Assert.Equal(code, result.Code);
        Assert.Equal("error", error.GetProperty("level").GetString());
        Assert.Equal(kind, error.GetProperty("kind").GetString());
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        Assert.Equal("", result.Output);
    }

    [Fact]
    public void A_hint_behind_an_error_is_a_line_too()
    {
        var lines = CliProcess.Run(_folder.Path, "models", "--lenet", "--json").JsonErrors;

        Assert.Equal(["error", "hint"], lines.Select(line => line.GetProperty("level").GetString()));
    }

    [Fact]
    public void Without_json_an_error_is_words()
    {
        CliProcess.Run(_folder.Path, "models", "lenet6").ShouldFail(2, "error: There is no model 'lenet6'.");
    }

    [Fact]
    public void What_comes_behind_two_dashes_does_not_ask_for_json()
    {
        CliProcess.Run(_folder.Path, "models", "--", "--json").ShouldFail(2, "error: ");
    }

    [Fact]
    public void A_picture_that_cannot_be_read_is_a_line_and_the_list_is_whole()
    {
        File.WriteAllText(_folder["rows.csv"], "0,0\n1,1\n");

        var result = CliProcess.Run(_folder.Path, "predict", "rows.csv", "gone.csv", "--model", "threshold-and", "--json");

        Assert.Equal(3, result.JsonErrors[0].GetProperty("code").GetInt32());
        Assert.Equal(2, result.Json.GetProperty("predictions").GetArrayLength());
    }
}
