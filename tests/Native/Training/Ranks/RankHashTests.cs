using System.Diagnostics;
using TorchBasics.Tests.Native.Bindings.Mpi;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>
/// The same bits for any number of processes, by real launchers: LeNet-5 over two epochs, an MLP with dropout, distortions, a
/// clip and a hold-out, and a network of 3.3 million weights.
/// </summary>
public sealed class RankHashTests(RankHashTests.AloneRun alone) : IClassFixture<RankHashTests.AloneRun>
{
    public static TheoryData<string, int> Launches =>
        new MatrixTheoryData<string, int>([MpiLauncher.OpenMpi, MpiLauncher.Mpich], [1, 2, 3, 4, 8]).Aggregate(
            new TheoryData<string, int>(),
            (all, row) =>
            {
                all.Add(row.Data.Item1, row.Data.Item2);
                return all;
            });

    [Theory]
    [MemberData(nameof(Launches))]
    public void Any_number_of_processes_ends_in_the_weights_of_one(string launcher, int ranks)
    {
        var result = MpiLauncher.Find(launcher).Run(ranks, "hashes");

        Assert.True(result.Code == 0, $"{result}");
        Assert.Equal(alone.Output, result.Ranks[0].Output);
    }

    [Theory]
    [InlineData(MpiLauncher.OpenMpi, 3, "the weights of rank 1 (", ") differ from those of all others")]
    [InlineData(MpiLauncher.Mpich, 2, "the weights of rank 0 (", ") differ, and no majority says which are right")]
    public void A_rank_that_computes_something_else_is_named(string launcher, int ranks, string name, string verdict)
    {
        using var run = MpiLauncher.Find(launcher).Start(ranks, null, [MpiLauncher.Scenarios, "flipped", "1"]);

        var result = run.End();

        Assert.NotEqual(0, result.Code);
        Assert.Contains($"After step 4 {name}", result.Ranks[0].Error, StringComparison.Ordinal);
        Assert.Contains(verdict, result.Ranks[0].Error, StringComparison.Ordinal);
    }

    /// <summary>What the process alone prints.</summary>
    public sealed class AloneRun
    {
        public AloneRun()
        {
            var start = new ProcessStartInfo(MpiLauncher.Scenarios, ["hashes"]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            Output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            Assert.Equal(3, Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        }

        public string Output { get; }
    }
}
