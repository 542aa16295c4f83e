using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Losses;
using TorchBasics.Reference.Numbers;
using Described = TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Reference.Support;

/// <summary>A layer record: inputs are x and the parameters.</summary>
internal sealed record LayerFunction(Described.Layer Layer, LayerState? State = null) : IFunction
{
    public Tensor<T> Forward<T>(IReadOnlyList<Tensor<T>> inputs)
        where T : struct, IReal<T> => ReferenceLayer.Forward(Layer, [.. inputs.Skip(1)], inputs[0], State);

    public IReadOnlyList<Tensor<T>> Backward<T>(IReadOnlyList<Tensor<T>> inputs, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var gradients = ReferenceLayer.Backward(Layer, [.. inputs.Skip(1)], inputs[0], Forward(inputs), gradY, State);
        return [gradients.Input, .. gradients.Parameters];
    }
}

/// <summary>A convolution with any window: inputs are x, w and b.</summary>
internal sealed record ConvFunction(Window2d Window) : IFunction
{
    public Tensor<T> Forward<T>(IReadOnlyList<Tensor<T>> inputs)
        where T : struct, IReal<T> => Conv2d.Forward(inputs[0], inputs[1], inputs[2], Window);

    public IReadOnlyList<Tensor<T>> Backward<T>(IReadOnlyList<Tensor<T>> inputs, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var gradients = Conv2d.Backward(inputs[0], inputs[1], gradY, Window);
        return [gradients.Input, .. gradients.Parameters];
    }
}

/// <summary>Distances to prototypes: inputs are x and those.</summary>
internal sealed record RbfFunction : IFunction
{
    public Tensor<T> Forward<T>(IReadOnlyList<Tensor<T>> inputs)
        where T : struct, IReal<T> => RbfOutput.Forward(inputs[0], inputs[1]);

    public IReadOnlyList<Tensor<T>> Backward<T>(IReadOnlyList<Tensor<T>> inputs, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var gradients = RbfOutput.Backward(inputs[0], inputs[1], gradY);
        return [gradients.Input, .. gradients.Parameters];
    }
}

internal sealed record MaxPoolFunction(Window2d Window, bool Ceiling) : IFunction
{
    public Tensor<T> Forward<T>(IReadOnlyList<Tensor<T>> inputs)
        where T : struct, IReal<T> => MaxPool2d.Forward(inputs[0], Window, Ceiling);

    public IReadOnlyList<Tensor<T>> Backward<T>(IReadOnlyList<Tensor<T>> inputs, Tensor<T> gradY)
        where T : struct, IReal<T> => [MaxPool2d.Backward(inputs[0], gradY, Window, Ceiling).Input];
}

internal sealed record AvgPoolFunction(Window2d Window, bool Ceiling, bool CountIncludePad) : IFunction
{
    public Tensor<T> Forward<T>(IReadOnlyList<Tensor<T>> inputs)
        where T : struct, IReal<T> => AvgPool2d.Forward(inputs[0], Window, Ceiling, CountIncludePad);

    public IReadOnlyList<Tensor<T>> Backward<T>(IReadOnlyList<Tensor<T>> inputs, Tensor<T> gradY)
        where T : struct, IReal<T> => [AvgPool2d.Backward(inputs[0], gradY, Window, CountIncludePad).Input];
}

internal enum ClassLoss
{
    CrossEntropy,
    NegativeLogLikelihood,
    Rbf,
}

/// <summary>A loss of classes, not reduced where no reduction is given; the input is x.</summary>
internal sealed record ClassLossFunction(
    ClassLoss Loss,
    Reduction? Reduction,
    int[] Labels,
    double[]? Probabilities,
    double[]? Weights,
    int? Ignored,
    double Smoothing) : IFunction
{
    private const double Rubbish = 1.5;

    public Tensor<T> Forward<T>(IReadOnlyList<Tensor<T>> inputs)
        where T : struct, IReal<T>
    {
        var (x, targets) = (inputs[0], Targets<T>(inputs[0].Sizes[1]));
        return (Loss, Reduction) switch
        {
            (ClassLoss.CrossEntropy, null) => CrossEntropy.Elements(x, targets),
            (ClassLoss.CrossEntropy, { } reduction) => Scalar(CrossEntropy.Value(x, targets, reduction)),
            (ClassLoss.NegativeLogLikelihood, null) => NegativeLogLikelihood.Elements(x, targets),
            (ClassLoss.NegativeLogLikelihood, { } reduction) => Scalar(NegativeLogLikelihood.Value(x, targets, reduction)),
            (_, null) => Rbf.Elements(x, targets, Rubbish),
            (_, { } reduction) => Scalar(Rbf.Value(x, targets, Rubbish, reduction)),
        };
    }

    public IReadOnlyList<Tensor<T>> Backward<T>(IReadOnlyList<Tensor<T>> inputs, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var (x, targets) = (inputs[0], Targets<T>(inputs[0].Sizes[1]));
        return (Loss, Reduction) switch
        {
            (ClassLoss.CrossEntropy, null) => [CrossEntropy.Backward(x, targets, gradY)],
            (ClassLoss.CrossEntropy, { } reduction) => [Times(CrossEntropy.Gradient(x, targets, reduction), gradY)],
            (ClassLoss.NegativeLogLikelihood, null) => [NegativeLogLikelihood.Backward(x, targets, gradY)],
            (ClassLoss.NegativeLogLikelihood, { } reduction) =>
                [Times(NegativeLogLikelihood.Gradient(x, targets, reduction), gradY)],
            (_, null) => [Rbf.Backward(x, targets, Rubbish, gradY)],
            (_, { } reduction) => [Times(Rbf.Gradient(x, targets, Rubbish, reduction), gradY)],
        };
    }

    internal static Tensor<T> Scalar<T>(T value)
        where T : struct, IReal<T> => Tensor<T>.Over([], [value]);

    internal static Tensor<T> Times<T>(Tensor<T> gradient, Tensor<T> g)
        where T : struct, IReal<T> => gradient.Map(value => value * g.Elements[0]);

    private ClassTargets<T> Targets<T>(int classes)
        where T : struct, IReal<T>
    {
        var weights = Weights is null ? null : Tensor<T>.From([classes], Weights);
        return Probabilities is null
            ? ClassTargets<T>.OfLabels(Labels, classes, weights, Ignored, Smoothing)
            : ClassTargets<T>.OfProbabilities(
                Tensor<T>.From([Probabilities.Length / classes, classes], Probabilities), weights, Smoothing);
    }
}

/// <summary>
/// The squared error, not reduced where no reduction is given; inputs are x and the target, which is a constant.
/// </summary>
internal sealed record SquaredErrorFunction(Reduction? Reduction) : IFunction
{
    public Tensor<T> Forward<T>(IReadOnlyList<Tensor<T>> inputs)
        where T : struct, IReal<T> => Reduction is { } reduction
            ? ClassLossFunction.Scalar(MeanSquaredError.Value(inputs[0], inputs[1], reduction))
            : MeanSquaredError.Elements(inputs[0], inputs[1]);

    public IReadOnlyList<Tensor<T>> Backward<T>(IReadOnlyList<Tensor<T>> inputs, Tensor<T> gradY)
        where T : struct, IReal<T> => Reduction is { } reduction
            ? [ClassLossFunction.Times(MeanSquaredError.Gradient(inputs[0], inputs[1], reduction), gradY)]
            : [MeanSquaredError.Backward(inputs[0], inputs[1], gradY)];
}

/// <summary>A recipe's loss; the input is x.</summary>
internal sealed record RecipeLossFunction(LossKind Kind, double Smoothing, int Classes, int[] Labels) : IFunction
{
    public Tensor<T> Forward<T>(IReadOnlyList<Tensor<T>> inputs)
        where T : struct, IReal<T> => ClassLossFunction.Scalar(ReferenceLoss.Value(Kind, Smoothing, Classes, inputs[0], Labels));

    public IReadOnlyList<Tensor<T>> Backward<T>(IReadOnlyList<Tensor<T>> inputs, Tensor<T> gradY)
        where T : struct, IReal<T> =>
        [ClassLossFunction.Times(ReferenceLoss.Gradient(Kind, Smoothing, Classes, inputs[0], Labels), gradY)];
}
