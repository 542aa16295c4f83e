using System.Diagnostics;

namespace TorchBasics.Training.Ranks;

/// <summary>One wait for other ranks.</summary>
/// <param name="begun">When it began, in ticks of <see cref="Stopwatch"/>.</param>
internal struct RankWait(long begun)
{
    /// <summary>When it began.</summary>
    public long Begun { get; } = begun;

    /// <summary>Whether the others know that this rank waits.</summary>
    public bool IsAnnounced { get; set; }

    /// <summary>When this rank was asked to stop meanwhile; 0 where it was not.</summary>
    public long Interrupted { get; set; }

    /// <summary>How long it has taken.</summary>
    public readonly TimeSpan Elapsed => Stopwatch.GetElapsedTime(Begun);
}
