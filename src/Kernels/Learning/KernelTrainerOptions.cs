using TorchBasics.Core.Recipes;

namespace TorchBasics.Kernels.Learning;

/// <summary>How a <see cref="KernelTrainer"/> moves weights.</summary>
public sealed record KernelTrainerOptions
{
    /// <summary>Momentum, in [0, 1); beta1 of Adam.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>
    /// How much of the mean of squared gradients stays, in [0, 1): beta2 of Adam, alpha of RMSprop, rho of Adadelta; null for
    /// PyTorch's default.
    /// </summary>
    public double? Beta2 { get; init; }

    /// <summary>Keeps the division of the rules that divide defined, positive; null for PyTorch's default.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Weight decay, at least 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Factor on the learning rate of all biases, at least 0; null for 1.</summary>
    public double? BiasRate { get; init; }

    /// <summary>Whether layers with many inputs learn more slowly.</summary>
    public RateScaling RateScaling { get; init; }

    /// <summary>Share of the target spread evenly over all classes, in [0, 1).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Threads that share a step, at least 1; the caller's is one of them, and in a browser the only one.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Decides what a dropout drops.</summary>
    public ulong Seed { get; init; }
}
