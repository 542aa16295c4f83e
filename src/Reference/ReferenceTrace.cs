using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Optimizers;
using TorchBasics.Reference.Tracing;
using Described = TorchBasics.Core.Layers;

namespace TorchBasics.Reference;

/// <summary>
/// Runs the textbook code over numbers that remember how they came about. <see cref="ElementTrace"/> shows any element of
/// what it returns.
/// </summary>
/// <remarks>
/// Labels: inputs "x[0, 2]", parameters by their full names, "fc1.weight[1, 2]", gradients of the output "gradY[0, 1]",
/// a parameter before an update "w[0]", its gradient "g[0]", its buffers by their purpose, "momentum[0]".
/// </remarks>
public static class ReferenceTrace
{
    /// <summary>A layer forward, with the activation that follows it if wanted.</summary>
    /// <typeparam name="T">The number that the values are taken from.</typeparam>
    /// <param name="layer">The description.</param>
    /// <param name="parameters">Its parameters, in the order of the description.</param>
    /// <param name="x">Samples [N, ...].</param>
    /// <param name="activation">A layer without parameters that takes the result; null for none.</param>
    /// <returns>Results [N, ...].</returns>
    public static Tensor<Traced> Forward<T>(
        Described.Layer layer, IReadOnlyList<Tensor<T>> parameters, Tensor<T> x, Described.Layer? activation = null)
        where T : struct, IReal<T>
    {
        var y = ReferenceLayer.Forward(layer, Parameters(layer, parameters), Inputs("x", x));
        return activation is null ? y : ReferenceLayer.Forward(activation, [], y);
    }

    /// <summary>A layer backward.</summary>
    /// <typeparam name="T">The number that the values are taken from.</typeparam>
    /// <param name="layer">The description.</param>
    /// <param name="parameters">Its parameters, in the order of the description.</param>
    /// <param name="x">What went in [N, ...].</param>
    /// <param name="gradY">Gradient of the loss with respect to what came out.</param>
    /// <returns>Gradients with respect to x and to each parameter.</returns>
    public static LayerGradients<Traced> Backward<T>(
        Described.Layer layer, IReadOnlyList<Tensor<T>> parameters, Tensor<T> x, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var (traced, input) = (Parameters(layer, parameters), Inputs("x", x));
        return ReferenceLayer.Backward(
            layer, traced, input, ReferenceLayer.Forward(layer, traced, input), Inputs("gradY", gradY));
    }

    /// <summary>The mean loss of a batch.</summary>
    /// <typeparam name="T">The number that the values are taken from.</typeparam>
    /// <param name="kind">Which loss.</param>
    /// <param name="labelSmoothing">Share of the target spread evenly over all classes.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="outputs">What the network said [N, C].</param>
    /// <param name="labels">Right class of each sample [N].</param>
    /// <returns>The loss, at least 0.</returns>
    public static Traced Loss<T>(LossKind kind, double labelSmoothing, int classes, Tensor<T> outputs, ReadOnlySpan<int> labels)
        where T : struct, IReal<T> => ReferenceLoss.Value(kind, labelSmoothing, classes, Inputs("x", outputs), labels);

    /// <summary>One step of an optimizer for one parameter.</summary>
    /// <typeparam name="T">The number that the values are taken from.</typeparam>
    /// <param name="optimizer">The rule.</param>
    /// <param name="w">The parameter.</param>
    /// <param name="g">Gradient of the loss with respect to it.</param>
    /// <param name="buffers">Its buffers.</param>
    /// <param name="step">The number of this step, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The new parameter and the new buffers.</returns>
    public static OptimizerStep<Traced> Step<T>(
        ReferenceOptimizer optimizer, Tensor<T> w, Tensor<T> g, IReadOnlyList<Tensor<T>> buffers, long step, double rate)
        where T : struct, IReal<T>
    {
        Tensor<Traced>[] state =
            [.. buffers.Zip(optimizer.Purposes, (buffer, purpose) => Label(purpose, buffer, Traced.Parameter))];
        return optimizer.Step(Label("w", w, Traced.Parameter), Inputs("g", g), state, step, rate);
    }

    /// <summary>An array as labelled inputs: "name[0, 2]".</summary>
    /// <typeparam name="T">The number that the values are taken from.</typeparam>
    /// <param name="name">The array's name.</param>
    /// <param name="values">The array.</param>
    /// <returns>Leaves in the same shape.</returns>
    public static Tensor<Traced> Inputs<T>(string name, Tensor<T> values)
        where T : struct, IReal<T> => Label(name, values, Traced.Input);

    private static Tensor<Traced>[] Parameters<T>(Described.Layer layer, IReadOnlyList<Tensor<T>> parameters)
        where T : struct, IReal<T> =>
        [.. parameters.Select((values, i) => Label(layer.FullName(layer.Parameters[i]), values, Traced.Parameter))];

    private static Tensor<Traced> Label<T>(string name, Tensor<T> values, Func<double, string, Traced> leaf)
        where T : struct, IReal<T>
    {
        var leaves = new Tensor<Traced>(values.Sizes);
        var index = new int[values.Rank];
        for (var position = 0; position < values.Elements.Length; position++)
        {
            for (int axis = values.Rank - 1, rest = position; axis >= 0; rest /= values.Sizes[axis], axis--)
                index[axis] = rest % values.Sizes[axis];
            leaves.Elements[position] = leaf(values.Elements[position].Value, $"{name}[{string.Join(", ", index)}]");
        }

        return leaves;
    }
}
