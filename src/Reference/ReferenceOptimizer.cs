using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Optimizers;

namespace TorchBasics.Reference;

/// <summary>The reference's reading of a recipe's optimizer: which of the textbook's update rules a kind means.</summary>
/// <remarks>All buffers begin as zeros, so that the state is complete before the first step.</remarks>
/// <param name="Kind">Which rule.</param>
/// <param name="Momentum">Momentum, in [0, 1); beta1 of Adam. The rules without a velocity do without.</param>
/// <param name="WeightDecay">Weight decay, at least 0.</param>
/// <param name="Beta2">
/// How much of a mean squared gradient stays: beta2 of Adam, alpha of RMSprop, rho of Adadelta; null for PyTorch's default.
/// </param>
/// <param name="Epsilon">
/// What keeps a division defined, null for PyTorch's default; or what diagonal Levenberg-Marquardt adds to the second
/// derivative, null for the paper's.
/// </param>
public sealed record ReferenceOptimizer(
    OptimizerKind Kind, double Momentum, double WeightDecay = 0, double? Beta2 = null, double? Epsilon = null)
{
    /// <summary>What the rate is multiplied by for biases.</summary>
    public double BiasRate { get; init; } = 1;

    /// <summary>What the rate of a layer is divided by.</summary>
    public RateScaling RateScaling { get; init; }

    /// <summary>
    /// What the buffers of each parameter are for, in order: "momentum", or what PyTorch calls them, such as "exp_avg" and
    /// "exp_avg_sq". The full name of a buffer is its purpose, a point and the name of its parameter, such as
    /// "momentum.conv1.weight".
    /// </summary>
    public IReadOnlyList<string> Purposes => Kind switch
    {
        OptimizerKind.Sgd => [],
        OptimizerKind.Momentum or OptimizerKind.Nesterov => ["momentum"],
        OptimizerKind.Adam or OptimizerKind.AdamW => ["exp_avg", "exp_avg_sq"],
        OptimizerKind.DiagonalLevenbergMarquardt => ["curvature"],
        OptimizerKind.RmsProp => ["square_avg"],
        OptimizerKind.Adagrad => ["sum"],
        OptimizerKind.Adadelta => ["square_avg", "acc_delta"],
    };

    /// <summary>The optimizer that a recipe describes.</summary>
    /// <param name="recipe">All that it says of the update but the rate of a step.</param>
    /// <returns>The optimizer.</returns>
    public static ReferenceOptimizer Of(TrainingRecipe recipe) =>
        new(recipe.Optimizer, recipe.Momentum, recipe.WeightDecay, recipe.Beta2, recipe.Epsilon)
        {
            BiasRate = recipe.BiasRate ?? 1,
            RateScaling = recipe.RateScaling,
        };

    /// <summary>The rate of one parameter: r b / n or r b / sqrt(n) with its layer's fan-in n, b 1 but for biases.</summary>
    /// <param name="spec">The parameter; its name may be the full one.</param>
    /// <param name="rate">r, the rate of the step.</param>
    /// <returns>The rate; b / n is rounded before it is multiplied by r.</returns>
    public double RateOf(ParameterSpec spec, double rate)
    {
        var factor = spec.Name.Split('.')[^1] == "bias" ? BiasRate : 1;
        var divisor = RateScaling switch
        {
            RateScaling.None => 1,
            RateScaling.FanIn => spec.FanIn,
            RateScaling.SqrtFanIn => Math.Sqrt(spec.FanIn),
        };
        return rate * (factor / divisor);
    }

    /// <summary>The buffers before the first step.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="parameter">The parameter they belong to.</param>
    /// <returns>Zeros in the parameter's shape, one array for each purpose.</returns>
    public IReadOnlyList<Tensor<T>> Start<T>(Tensor<T> parameter)
        where T : struct, IReal<T> => [.. Purposes.Select(_ => parameter.ZerosLike())];

    /// <summary>One step for one parameter.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="w">The parameter, of any shape.</param>
    /// <param name="g">Gradient of the loss with respect to it.</param>
    /// <param name="buffers">Its buffers, in the order of <see cref="Purposes"/>.</param>
    /// <param name="step">The number of this step, from 1.</param>
    /// <param name="rate">The learning rate of this parameter.</param>
    /// <returns>The new parameter and the new buffers, in the same order.</returns>
    public OptimizerStep<T> Step<T>(Tensor<T> w, Tensor<T> g, IReadOnlyList<Tensor<T>> buffers, long step, double rate)
        where T : struct, IReal<T> => Kind switch
        {
            OptimizerKind.Sgd => GradientDescent.Step(w, g, rate, WeightDecay),
            OptimizerKind.Momentum => Optimizers.Momentum.Step(w, g, buffers[0], rate, Momentum, dampening: 0, WeightDecay),
            OptimizerKind.Nesterov => Nesterov.Step(w, g, buffers[0], rate, Momentum, WeightDecay),
            OptimizerKind.Adam => Adam.Step(
                w, g, buffers[0], buffers[1], step, rate, Momentum, Beta2 ?? 0.999, Epsilon ?? 1e-8, WeightDecay),
            OptimizerKind.AdamW => AdamW.Step(
                w, g, buffers[0], buffers[1], step, rate, Momentum, Beta2 ?? 0.999, Epsilon ?? 1e-8, WeightDecay),
            OptimizerKind.DiagonalLevenbergMarquardt =>
                DiagonalLevenbergMarquardt.Step(w, g, buffers[0], rate, Epsilon ?? 0.02, WeightDecay),
            OptimizerKind.RmsProp => RmsProp.Step(w, g, buffers[0], rate, Beta2 ?? 0.99, Epsilon ?? 1e-8, WeightDecay),
            OptimizerKind.Adagrad => Adagrad.Step(w, g, buffers[0], rate, Epsilon ?? 1e-10, WeightDecay),
            OptimizerKind.Adadelta => Adadelta.Step(
                w, g, buffers[0], buffers[1], rate, Beta2 ?? 0.9, Epsilon ?? 1e-6, WeightDecay),
        };
}
