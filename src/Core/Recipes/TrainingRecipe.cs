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

    /// <summary>Momentum, in [0, 1); beta1 of Adam. RMSprop, Adagrad and Adadelta do without, as gradient descent does.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>
    /// How much of the mean of squared gradients stays, in [0, 1): beta2 of Adam and AdamW, alpha of RMSprop, rho of Adadelta;
    /// null for PyTorch's 0.999, 0.99 and 0.9.
    /// </summary>
    public double? Beta2 { get; init; }

    /// <summary>
    /// Keeps the division of the rules that divide defined, positive; null for PyTorch's 1e-8, 1e-10 of Adagrad and 1e-6 of
    /// Adadelta. What diagonal Levenberg-Marquardt adds to the second derivative; null for the paper's 0.02.
    /// </summary>
    public double? Epsilon { get; init; }

    /// <summary>Weight decay, at least 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Factor on the learning rate of all biases, at least 0 (lr_mult of Caffe); null for 1.</summary>
    public double? BiasRate { get; init; }

    /// <summary>Whether layers with many inputs learn more slowly.</summary>
    public RateScaling RateScaling { get; init; }

    /// <summary>How the learning rate changes.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.OneCycle;

    /// <summary>Epochs after which the schedule Step falls again, at least 1; null for a third of the run.</summary>
    public int? StepSize { get; init; }

    /// <summary>
    /// What the schedules Step and MultiStep multiply the rate by when it falls, and Exponential after each epoch, above 0 and
    /// at most 1; null for PyTorch's 0.1 of the first two, Exponential needs one. How fast InverseDecay falls, at least 0; null
    /// for 0.0001.
    /// </summary>
    public double? Gamma { get; init; }

    /// <summary>The power of InverseDecay, at least 0; null for 0.75.</summary>
    public double? Power { get; init; }

    /// <summary>Epochs done when MultiStep changes the rate, rising, at least 1 each; null for another schedule.</summary>
    public IReadOnlyList<int>? Milestones
    {
        get;
        init => field = value is null ? null : new ValueList<int>(value);
    }

    /// <summary>The rate from each milestone on, positive; null where gamma says by how much it falls.</summary>
    public IReadOnlyList<double>? MilestoneRates
    {
        get;
        init => field = value is null ? null : new ValueList<double>(value);
    }

    /// <summary>
    /// Epochs, also a part of one, in which the rate rises step by step and in proportion up to what the schedule says, at
    /// least 0.
    /// </summary>
    public double WarmUp { get; init; }

    /// <summary>The learning target.</summary>
    public LossKind Loss { get; init; } = LossKind.CrossEntropy;

    /// <summary>Share of the target spread evenly over all classes, in [0, 1).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// Whether pictures are deskewed, as <see cref="Deskewing"/> says, before all else, for training and afterwards.
    /// </summary>
    public bool Deskew { get; init; }

    /// <summary>How far training pictures are distorted; nothing by default.</summary>
    public Augmentation Augmentation { get; init; } = new();

    /// <summary>The range of pixel values; null means standardised to mean 0 and deviation 1 over the training set.</summary>
    public PixelRange? Pixels { get; init; }
}
