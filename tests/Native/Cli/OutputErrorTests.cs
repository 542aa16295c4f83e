using System.Text.Json;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>Output that cannot be written: the work is done all the same, and the exit code says what happened.</summary>
public sealed class OutputErrorTests : IDisposable
{
    private const string Train = "train xor-mlp --device cpu --threads 1 --epochs 20 --output run";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("models >/dev/full", "the disk is full")]
    [InlineData("models --json >/dev/full", "the disk is full")]
    [InlineData("--help >&-", "it is closed")]
    [InlineData("data show xor 1</dev/null", "not open for writing")]
    public void Output_that_cannot_be_written_is_an_error_of_its_own(string line, string reason)
    {
        var result = Run($"torchbasics {line}");

        result.ShouldFail(5, "standard output could not be written: ", reason, "All else was done.");
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("models >&- 2>&-", 5)]
    [InlineData("models >/dev/full 2>/dev/full", 5)]
    [InlineData("models nothing 2>&-", 2)]
    [InlineData("models nothing >/dev/full 2>/dev/full", 2)]
    [InlineData("inspect nothing >&- 2>&-", 3)]
    public void Where_nobody_can_be_told_the_exit_code_tells(string line, int code) =>
        Run($"torchbasics {line}").ShouldFail(code);

    [Fact]
    public void An_error_of_the_work_comes_before_one_of_the_output()
    {
        var result = Run("torchbasics inspect nothing >&-");

        result.ShouldFail(3, "nothing could not be read: it does not exist.");
        Assert.DoesNotContain("standard output", result.Error, StringComparison.Ordinal); // there was nothing to be written
    }

    [Theory]
    [InlineData("")]
    [InlineData(" --json")]
    public void A_training_whose_output_cannot_be_written_goes_on_and_keeps_its_files(string json)
    {
        Run($"torchbasics {Train}{json} >/dev/full")
            .ShouldFail(5, "standard output could not be written: the disk is full", "All else was done.");

        var record = JsonDocument.Parse(File.ReadAllText(_folder["run/run.json"])).RootElement;
        Assert.Equal("Completed", record.GetProperty("status").GetString());
        Assert.True(File.Exists(_folder["run/model.safetensors"]));
    }

    [Fact]
    public void A_reader_that_has_enough_is_no_error()
    {
        var result = Run("{ torchbasics data show digits --count 2000; echo $? >code; } | head -n 1"); // more than a pipe holds

        Assert.Single(result.ShouldSucceed().TrimEnd('\n').Split('\n'));
        Assert.Empty(result.Error);
        Assert.Equal("0\n", File.ReadAllText(_folder["code"]));
    }

    private CliResult Run(string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /dev/full.");
        return CliProcess.RunScript(_folder.Path, script);
    }
}
