namespace TorchBasics.Benchmarks.Running;

/// <summary>How long to measure.</summary>
internal sealed record RunOptions
{
    /// <summary>Times that each rival gets its turn; at least 3, so that the interval means something.</summary>
    public int Rounds { get; init; } = 20;

    /// <summary>Seconds of one turn, about.</summary>
    public double TurnSeconds { get; init; } = 0.3;

    /// <summary>Only the contests whose name holds this text; null means all.</summary>
    public string? Only { get; init; }

    /// <summary>Only see whether all rivals compute the same.</summary>
    public bool AgreementOnly { get; init; }

    /// <summary>Whether peak memory is measured, each rival in a process of its own.</summary>
    public bool Memory { get; init; } = true;

    /// <summary>For a first look.</summary>
    public static RunOptions Quick { get; } = new() { Rounds = 6, TurnSeconds = 0.1, Memory = false };
}
