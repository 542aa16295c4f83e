using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Curvature;

/// <summary>The diagonal of the loss's second derivative, carried back layer by layer.</summary>
/// <remarks>
/// Of one sample, with a = sum over j of u[i,j] x[j] and x = f(a) of the layer before:
/// d2E/du[i,j]2 = d2E/da[i]2 x[j]^2
/// d2E/dx[j]2   = sum over i of d2E/da[i]2 u[i,j]^2
/// d2E/da2      = d2E/dx2 f'(a)^2
/// What couples two numbers is left out, and f'' too, so that nothing is negative (Gauss and Newton's approximation). A weight
/// that several connections share has the sum over them. At the outputs: p (1 - p) for cross-entropy, p the share of the class;
/// 2 / C for the squared error, a mean over C outputs. Of the RBF loss the first term alone counts, the squared distance to the
/// right prototype: 2 for each number that enters the RBF units. No label takes part. Then the mean over the samples.
/// Source: LeCun, Bottou, Bengio, Haffner 1998, appendix C, equations 19 to 23.
/// </remarks>
public static class DiagonalCurvature
{
    /// <summary>Estimates it on some samples.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="architecture">The network, of layers that follow one another, without normalization or softmax.</param>
    /// <param name="parameters">The arrays of the network, in the order of <see cref="Architecture.Parameters"/>.</param>
    /// <param name="inputs">Samples [N, ...], as they enter the network; dropouts drop nothing.</param>
    /// <param name="loss">The loss.</param>
    /// <returns>For each trainable parameter in order, an array of its shape, at least 0.</returns>
    /// <exception cref="NotSupportedException">The network has a layer of another kind.</exception>
    public static IReadOnlyList<Tensor<T>> Of<T>(
        Architecture architecture, IReadOnlyList<Tensor<T>> parameters, Tensor<T> inputs, LossKind loss)
        where T : struct, IReal<T>
    {
        var own = LayerArrays.Split(architecture.Layers, parameters);
        var results = new List<Tensor<T>> { inputs };
        for (var k = 0; k < own.Count; k++)
            results.Add(ReferenceLayer.Forward(architecture.Layers[k], own[k], results[k]));

        var (h, all, samples) = (AtOutputs(loss, results[^1]), new List<Tensor<T>>(), T.From(inputs.Sizes[0]));
        for (var k = own.Count - 1; k >= 0; k--)
        {
            var carried = architecture.Layers[k].Accept(new CurvaturePass<T>(own[k], results[k], results[k + 1], h));
            h = carried.Input;
            all.InsertRange(0, carried.Parameters.Select(sum => sum.Map(value => value / samples)));
        }

        return all;
    }

    private static Tensor<T> AtOutputs<T>(LossKind loss, Tensor<T> outputs)
        where T : struct, IReal<T> => loss switch
        {
            LossKind.CrossEntropy => Shares(Layers.LogSoftmax.Forward(outputs)),
            LossKind.MeanSquaredError => outputs.Map(_ => T.From(2.0 / outputs.Sizes[1])),
            LossKind.Rbf => outputs.ZerosLike(),
        };

    private static Tensor<T> Shares<T>(Tensor<T> logarithms)
        where T : struct, IReal<T> => logarithms.Map(logarithm =>
        {
            var p = T.ExpAtMostOne(logarithm);
            return p * (T.From(1) - p);
        });
}
