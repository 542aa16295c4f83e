namespace TorchBasics.Tests.Native.Cli;

/// <summary>Limits that the shell has set for the process.</summary>
public sealed class ProcessLimitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(24)]
    [InlineData(60)]
    public void Too_few_files_that_may_be_open_are_refused_at_once(int limit) =>
        CliProcess.RunScript(_folder.Path, $"ulimit -n {limit}; torchbasics models")
            .ShouldFail(1, $"this process may open {limit} files at once; at least 176 are needed");

    [Fact]
    public void The_fewest_files_that_may_be_open_suffice_for_a_training() =>
        CliProcess.RunScript(_folder.Path, "ulimit -n 176; torchbasics train xor-mlp --epochs 1 --quiet").ShouldSucceed();

    // The runtime itself makes a file of some megabytes unless it is told not to.
    [Fact]
    public void A_file_that_may_not_grow_ends_the_run_and_keeps_the_checkpoint_before()
    {
        var result = CliProcess.RunScript(_folder.Path, """
            export DOTNET_EnableWriteXorExecute=0
            ( ulimit -f 16
              torchbasics train xor-mlp --device cpu --threads 1 --epochs 30 --checkpoint-every 1 --output run --quiet )
            echo "exit code $?, $(find run -name '.torchbasics-*' | wc -l) temporary files"
            torchbasics train --resume run
            """);

        var output = result.ShouldSucceed();
        Assert.StartsWith("exit code 1, 0 temporary files\n", output, StringComparison.Ordinal);
        Assert.Matches(@"\nresumed +at step [1-9]\d* of 30\n", output);
        Assert.Matches(
            @"error: run/checkpoints/\S+ could not be written: it would be larger than the limit of this process \(ulimit -f\)",
            result.Error);
    }
}
