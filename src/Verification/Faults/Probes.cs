using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;

namespace TorchBasics.Verification.Faults;

/// <summary>The runs on which the self-test lets faults show.</summary>
internal static class Probes
{
    private const ulong Seed = 11;

    // Three different rates, so that the wrong one shows.
    private static readonly double[] Rates = [0.125, 0.03125, 0.0625];

    private static readonly TrainingRecipe Plain = new()
    {
        Data = "random",
        Epochs = 1,
        BatchSize = 5,
        LearningRate = 0.1,
        Optimizer = OptimizerKind.Sgd,
        WeightDecay = 0.01,
    };

    /// <summary>The run of a probe.</summary>
    public static RunSpec Of(Probe probe) => probe switch
    {
        Probe.Dense => Run(Dense, Plain with { LabelSmoothing = 0.1 }),
        Probe.DenseMomentum => Run(Dense, Plain with { Optimizer = OptimizerKind.Momentum }),
        Probe.DenseNesterov => Run(Dense, Plain with { Optimizer = OptimizerKind.Nesterov }),
        Probe.DenseAdam => Run(Dense, Plain with { Optimizer = OptimizerKind.Adam }),
        Probe.DenseAdamW => Run(Dense, Plain with { Optimizer = OptimizerKind.AdamW, WeightDecay = 0.1 }),
        Probe.DenseSquared => Run(Dense, Plain with { Loss = LossKind.MeanSquaredError }),
        Probe.Picture => Run(Picture, Plain),
        Probe.Square => Run(Square, Plain),
        Probe.LeNet => Run(LeNet, Plain with { Loss = LossKind.Rbf }),
        Probe.Ties => WithWholeNumbers(Run(Ties, Plain), factor: 1),
        Probe.Zeros => WithWholeNumbers(Run(Zeros, Plain), factor: 1),
        Probe.Means => Run(Means, Plain),
        Probe.Scores => WithWholeNumbers(Run(Scores, Plain with { Loss = LossKind.MeanSquaredError }), factor: 60),
        Probe.LogScores => WithWholeNumbers(Run(LogScores, Plain with { Loss = LossKind.MeanSquaredError }), factor: 60),
        Probe.Curves => WithWholeNumbers(Run(Curves, Plain), factor: 1),
        Probe.Threshold => WithWholeNumbers(Run(Threshold, Plain), factor: 1),
        Probe.Chance => Run(Chance, Plain),
        Probe.Normalized => Run(Normalized, Plain),
        Probe.Crowd => Run(Crowd, Plain with { BatchSize = 37 }),
        Probe.Groups => Run(Groups, Plain),
        Probe.Residual => Run(Residual, Plain),
        Probe.Projection => Run(Projection, Plain),
        Probe.PooledTies => WithWholeWeights(WithWholeNumbers(Run(PooledTies, Plain), factor: 1)),
        Probe.DenseRmsProp => Run(Dense, Plain with { Optimizer = OptimizerKind.RmsProp }),
        Probe.DenseAdagrad => Run(Dense, Plain with { Optimizer = OptimizerKind.Adagrad }),
        Probe.DenseAdadelta => Run(Dense, Plain with { Optimizer = OptimizerKind.Adadelta }),
        Probe.DenseBiasRate => Run(Dense, Plain with { BiasRate = 2 }),
        Probe.DenseFanIn => Run(Dense, Plain with { RateScaling = RateScaling.FanIn }),
        Probe.Ensemble => Run(Ensemble, Plain),
        _ => throw new ArgumentOutOfRangeException(nameof(probe), probe, null),
    };

    private static Architecture Dense { get; } = new("dense", [7],
        new Linear("fc1", 7, 6), new Tanh(),
        new Linear("fc2", 6, 6), new Sigmoid(),
        new Linear("fc3", 6, 4));

    private static Architecture Picture { get; } = new("picture", [2, 9, 8],
        // [3, 5, 11]
        new Conv2d("conv1", 2, 3, kernel: new Size2d(3, 2), stride: new Size2d(2, 1), padding: new Size2d(1, 2)), new Tanh(),
        // [3, 6, 6]
        new AvgPool2d(kernel: new Size2d(2, 3), stride: new Size2d(1, 2), padding: new Size2d(1, 1), countIncludePad: false),
        // [4, 6, 6]
        new Conv2d("conv2", 3, 4, kernel: new Size2d(2, 3), stride: 1, padding: 1, dilation: new Size2d(2, 1)), new Tanh(),
        // [4, 3, 3]
        new MaxPool2d(kernel: 3, stride: 2, padding: 1),
        new Flatten(), new Linear("fc", 36, 3));

    private static Architecture Square { get; } = new("square", [2, 6, 6],
        new Conv2d("conv1", 2, 2, kernel: 3, stride: 1, padding: 1), new Tanh(),
        new Conv2d("conv2", 2, 2, kernel: 3, stride: 1, padding: 1), new Tanh(),
        new Flatten(), new Linear("fc", 72, 3));

    private static Architecture LeNet { get; } = new("lenet", [2, 10, 10],
        // [3, 8, 8]
        new PartialConv2d("partial", 2, [[0], [1], [0, 1]], kernel: 3), new ScaledTanh(),
        // [3, 4, 4]
        new Subsampling("subsampling", 3, window: 2), new ScaledTanh(),
        // [3, 6, 6]
        new ConstantPad2d(padding: 1, value: 0.5f),
        new GlobalAvgPool2d(),
        new RbfOutput("rbf", [[1, -1, 1], [-1, 1, 1], [1, 1, -1], [-1, -1, -1]]));

    private static Architecture Ties { get; } = new("ties", [2, 6, 7],
        new MaxPool2d(kernel: 3, stride: 2, padding: 1), new Flatten(), new Linear("fc", 24, 3));

    private static Architecture Zeros { get; } = new("zeros", [2, 5, 6], new Relu(), new Flatten(), new Linear("fc", 60, 3));

    private static Architecture Means { get; } = new("means", [2, 6, 8],
        new AvgPool2d(kernel: 2, stride: 2), new Flatten(), new Linear("fc", 24, 3));

    private static Architecture Scores { get; } = new("scores", [5], new Softmax(), new Linear("fc", 5, 4));

    private static Architecture LogScores { get; } = new("log-scores", [5], new LogSoftmax(), new Linear("fc", 5, 4));

    // Numbers from -2 to 2 reach both sides of every corner and end, and one end itself.
    private static Architecture Curves { get; } = new("curves", [6],
        new LeakyRelu(0.25), new Elu(0.75), new Hardtanh(-0.25, 1), new Silu(), new Gelu(), new GeluTanh(),
        new Linear("fc", 6, 4));

    private static Architecture Threshold { get; } = new("threshold", [6], new Step(), new Linear("fc", 6, 4));

    private static Architecture Chance { get; } = new("chance", [7],
        new Linear("fc1", 7, 16), new Tanh(), new Dropout(0.5), new Linear("fc2", 16, 4));

    // An eps and momenta that show where they stand.
    private static Architecture Normalized { get; } = new("normalized", [2, 5, 4],
        // [3, 4, 3]
        new Conv2d("conv1", 2, 3, kernel: 2, stride: 1, padding: 0), new BatchNorm2d("bn1", 3, eps: 0.125, momentum: 0.25),
        new Tanh(),
        new Flatten(), new Linear("fc1", 36, 6), new BatchNorm1d("bn2", 6, eps: 0.25, momentum: 0.3), new Tanh(),
        new Linear("fc2", 6, 4));

    private static Architecture Crowd { get; } = new("crowd", [2, 7, 6],
        // [5, 3, 3]
        new Conv2d("conv1", 2, 5, kernel: 3, stride: 1, padding: 1), new Tanh(), new MaxPool2d(kernel: 2, stride: 2),
        new Subsampling("sub", 5, window: 3), new Flatten(), new Linear("fc", 5, 3));

    private static Architecture Groups { get; } = new("groups", [4, 5, 6],
        // [8, 5, 6]
        new Conv2d("conv1", 4, 8, kernel: 3, stride: 1, padding: 1, groups: 2), new Tanh(),
        // [8, 2, 3]
        new Conv2d("conv2", 8, 8, kernel: 2, stride: 2, padding: 0, groups: 8), new Flatten(), new Linear("fc", 48, 3));

    private static Architecture Residual { get; } = new("residual", [2, 5, 6],
        new Residual(
            new Conv2d("conv1", 2, 3, kernel: 3, stride: 1, padding: 1),
            new Tanh(),
            new Conv2d("conv2", 3, 2, kernel: 1, stride: 1, padding: 0)),
        new Flatten(), new Linear("fc", 60, 4));

    private static Architecture Projection { get; } = new("projection", [2, 5, 6],
        new Residual(
            [new Conv2d("conv1", 2, 4, kernel: 3, stride: 2, padding: 1), new Tanh(),
                new Conv2d("conv2", 4, 3, kernel: 3, stride: 1, padding: 1)],
            // [3, 3, 3]
            [new Conv2d("conv3", 2, 3, kernel: 1, stride: 2, padding: 0)]),
        new Flatten(), new Linear("fc", 27, 4));

    private static Architecture PooledTies { get; } = new("pooled-ties", [2, 6, 6],
        // [2, 6, 6]
        new Conv2d("conv0", 2, 3, kernel: 2, stride: 1, padding: 1), new Conv2d("conv1", 3, 2, kernel: 2, stride: 1, padding: 0),
        new MaxPool2d(kernel: 2, stride: 2), new Flatten(), new Linear("fc", 18, 3));

    private static Architecture Ensemble { get; } = new("ensemble", [2, 5, 6],
        // [3, 5, 6]
        new Ensemble(
            [new Conv2d("a", 2, 3, kernel: 3, stride: 1, padding: 1)],
            [new Conv2d("b1", 2, 4, kernel: 3, stride: 1, padding: 1), new Tanh(),
                new Conv2d("b2", 4, 3, kernel: 1, stride: 1, padding: 0)],
            [new Conv2d("c", 2, 3, kernel: 1, stride: 1, padding: 0)]),
        new Flatten(), new Linear("fc", 90, 4));

    private static RunSpec Run(Architecture architecture, TrainingRecipe recipe)
    {
        var spec = RunSpecs.Random(architecture, recipe, Rates.Length, recipe.BatchSize, Seed);
        return spec with { Steps = [.. spec.Steps.Zip(Rates, (step, rate) => step with { LearningRate = rate })] };
    }

    private static RunSpec WithWholeWeights(RunSpec spec) =>
        spec with { Weights = [.. spec.Weights.Select(array => array.Map(value => new Float64(Math.Round(4 * value.Value))))] };

    // From -2 to 2, times the factor.
    private static RunSpec WithWholeNumbers(RunSpec spec, int factor) => spec with
    {
        Steps = [.. spec.Steps.Select(step => step with
        {
            Inputs = step.Inputs.Map(value => new Float64(Math.Floor((value.Value + 1) * 2.5) - 2) * new Float64(factor))
        })],
    };
}
