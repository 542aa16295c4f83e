namespace TorchBasics.Tests.Native.Bindings.Mpi;

/// <summary>What one of several processes printed.</summary>
internal sealed record MpiRank(string Output, string Error);

/// <summary>How processes that were started together ended.</summary>
/// <param name="Code">The exit code of their launcher.</param>
/// <param name="Ranks">Each of them.</param>
/// <param name="Output">What the launcher itself printed.</param>
/// <param name="Error">Its error stream.</param>
internal sealed record MpiResult(int Code, IReadOnlyList<MpiRank> Ranks, string Output, string Error)
{
    /// <summary>Asserts that all succeeded, and what each printed.</summary>
    public void ShouldPrint(Func<int, string> expected)
    {
        Assert.True(Code == 0, ToString());
        Assert.Equal(Enumerable.Range(0, Ranks.Count).Select(expected), Ranks.Select(rank => rank.Output.TrimEnd()));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"exit code {Code}\n{Output}{Error}"
        + string.Concat(Ranks.Select((rank, number) => $"\nrank {number}:\n{rank.Output}{rank.Error}"));
}
