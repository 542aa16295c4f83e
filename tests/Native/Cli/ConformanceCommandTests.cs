using TorchBasics.Tests.Native.Verification.Conformance;

namespace TorchBasics.Tests.Native.Cli;

public sealed class ConformanceCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cases_that_pass_end_in_one_line_and_code_0()
    {
        CaseWriter.Write(_folder["good"], "Relu", [1f, -2f], [1f, 0f]);

        var output = CliProcess.Run(_folder.Path, "conformance", ".").ShouldSucceed();

        Assert.EndsWith("All 1 cases pass.\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_supported_is_named_and_the_code_is_1()
    {
        CaseWriter.Write(_folder["good"], "Relu", [1f, -2f], [1f, 0f]);
        CaseWriter.Write(_folder["strange"], "Selu", [1f], [1f]);

        var result = CliProcess.Run(_folder.Path, "conformance", ".", "--engine", "reference");

        Assert.Equal(1, result.Code);
        Assert.Contains("unsupported  operator Selu: 1 case (strange)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_come_as_json()
    {
        CaseWriter.Write(_folder["bad"], "Relu", [1f], [2f]);

        var result = CliProcess.Run(_folder.Path, "conformance", ".", "--json");

        Assert.Equal(1, result.Code);
        Assert.Equal("failed", result.Json.GetProperty("results")[0].GetProperty("outcome").GetString());
        Assert.Equal(2, result.Json.GetProperty("results")[0].GetProperty("largest").GetProperty("expected").GetDouble());
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_code_3() =>
        CliProcess.Run(_folder.Path, "conformance", "nowhere").ShouldFail(3, "nowhere is not a folder");
}
