namespace TorchBasics.Kernels.Learning;

/// <summary>How a <see cref="KernelTrainer"/> moves weights.</summary>
public sealed record KernelTrainerOptions
{
    /// <summary>Momentum, in [0, 1); beta1 of Adam.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay, at least 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Share of the target spread evenly over all classes, in [0, 1).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Threads that share a step, at least 1; the caller's is one of them, and in a browser the only one.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Decides what a dropout drops.</summary>
    public ulong Seed { get; init; }
}
