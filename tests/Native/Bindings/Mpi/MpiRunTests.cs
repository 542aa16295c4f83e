using System.Diagnostics;

namespace TorchBasics.Tests.Native.Bindings.Mpi;

/// <summary>What starts processes for the tests leaves none behind.</summary>
public sealed class MpiRunTests
{
    [Theory]
    [InlineData(MpiLauncher.OpenMpi)]
    [InlineData(MpiLauncher.Mpich)]
    public void Processes_that_do_not_end_in_time_are_ended(string launcher)
    {
        using var run = MpiLauncher.Find(launcher).Start(2, null, ["sh", "-c", "echo began; exec sleep 600"]);
        Assert.True(
            SpinWait.SpinUntil(
                () => run.OutputOf(0) == "began\n" && run.OutputOf(1) == "began\n", TimeSpan.FromMinutes(1)));
        int[] processes = [run.LauncherId, run.IdOf(0)!.Value, run.IdOf(1)!.Value];

        Assert.Throws<TimeoutException>(() => run.End(TimeSpan.FromMilliseconds(1)));

        Assert.True(SpinWait.SpinUntil(() => !processes.Any(IsAlive), TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData(MpiLauncher.OpenMpi)]
    [InlineData(MpiLauncher.Mpich)]
    public void Variables_reach_each_rank_and_its_exit_code_comes_back(string launcher)
    {
        using var run = MpiLauncher.Find(launcher).Start(
            2, new Dictionary<string, string> { ["TORCHBASICS_TEST_WORD"] = "word" },
            ["sh", "-c", "echo $TORCHBASICS_TEST_WORD; echo error >&2; exit 5"]);

        var result = run.End();

        Assert.Equal(5, result.Code);
        Assert.Contains(new MpiRank("word\n", "error\n"), result.Ranks);
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
