using TorchBasics.Benchmarks.Running;

namespace TorchBasics.Benchmarks.Ranks;

/// <summary>What the rounds have given for one setting and one work.</summary>
internal sealed class StepFigures
{
    private readonly List<(double Seconds, double Bytes, double Waiting)> _rounds = [];

    /// <summary>Median seconds of a step in each round.</summary>
    public IReadOnlyList<double> Rounds => [.. _rounds.Select(round => round.Seconds)];

    /// <summary>Seconds of a step: geometric mean of the rounds.</summary>
    public double Seconds => Math.Exp(_rounds.Average(round => Math.Log(round.Seconds)));

    /// <summary>Bytes that the busiest rank sends in a step.</summary>
    public double Bytes => _rounds.Max(round => round.Bytes);

    /// <summary>Share of a step's time that a rank waits, on the average.</summary>
    public double Waiting => _rounds.Average(round => round.Waiting);

    /// <summary>Adds a round.</summary>
    public void Add(double seconds, double bytes, double waiting) => _rounds.Add((seconds, bytes, waiting));

    /// <summary>How many times as fast as another, round by round.</summary>
    public LogRatio SpeedOver(StepFigures other) => LogRatio.Of(other.Rounds, Rounds);
}
