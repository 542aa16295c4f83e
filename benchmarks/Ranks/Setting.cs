namespace TorchBasics.Benchmarks.Ranks;

/// <summary>One way of training that is measured.</summary>
/// <param name="Launcher">What starts it.</param>
/// <param name="Ranks">How many processes.</param>
/// <param name="Threads">Threads of each.</param>
internal sealed record Setting(RankLauncher Launcher, int Ranks, int Threads)
{
    /// <summary>What a table calls it.</summary>
    public string Title => Launcher.Program is null
        ? $"alone, {Threads} {(Threads == 1 ? "thread" : "threads")}"
        : $"{Launcher.Name}, {Ranks} {(Ranks == 1 ? "rank" : "ranks")}";
}
