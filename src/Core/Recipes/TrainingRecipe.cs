namespace TorchBasics.Core.Recipes;

/// <summary>How a model is trained when nobody says otherwise.</summary>
public sealed record TrainingRecipe
{
    /// <summary>Default data set: "digits", "mnist", "xor" and so on.</summary>
    public required string Data { get; init; }

    /// <summary>Passes over the training set.</summary>
    public required int Epochs { get; init; }

    /// <summary>Samples per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Full learning rate; the peak for one-cycle.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The rule that moves the weights.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Nesterov;

    /// <summary>Momentum, in [0, 1); beta1 of Adam.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>
    /// How much of the mean of squared gradients stays, in [0, 1): beta2 of Adam and AdamW; null for PyTorch's 0.999.
    /// </summary>
    public double? Beta2 { get; init; }

    /// <summary>Keeps the division of Adam and AdamW defined, positive; null for PyTorch's 1e-8.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Weight decay, at least 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Factor on the learning rate of all biases, at least 0 (lr_mult of Caffe); null for 1.</summary>
    public double? BiasRate { get; init; }

    /// <summary>Whether layers with many inputs learn more slowly.</summary>
    public RateScaling RateScaling { get; init; }

    /// <summary>How the learning rate changes.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.OneCycle;

    /// <summary>The learning target.</summary>
    public LossKind Loss { get; init; } = LossKind.CrossEntropy;

    /// <summary>Share of the target spread evenly over all classes, in [0, 1).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>How far training pictures are distorted; nothing by default.</summary>
    public Augmentation Augmentation { get; init; } = new();

    /// <summary>The range of pixel values; null means standardised to mean 0 and deviation 1 over the training set.</summary>
    public PixelRange? Pixels { get; init; }
}
