using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>
/// What a layer computes, with the rounding of the operators that it is written as, in ONNX Runtime. It is the layer's own
/// everywhere but in a subsampling, whose weight is in the file multiplied with each pixel instead of with their sum, and
/// in a sigmoid, by itself or as a factor.
/// </summary>
internal static class LayerAsWritten
{
    public static Tensor<Rounded<Binary32>> Forward(
        Layer layer, IReadOnlyList<Tensor<Rounded<Binary32>>> parameters, Tensor<Rounded<Binary32>> x) =>
        layer switch
        {
            Subsampling subsampling => Subsample(x, parameters[0], parameters[1], subsampling.Window),
            Sigmoid => ReferenceLayer.Forward(layer, parameters, x).Map(NearOne),
            Silu => x.Zip(ReferenceLayer.Forward(new Sigmoid(), parameters, x).Map(NearOne), (value, sigmoid) => value * sigmoid),
            Lift lift => Reference.Layers.Lift.Forward(x, Chain(lift.Inner, LayerArrays.Split(lift.Inner, parameters), x)),
            Residual residual when LayerArrays.Split(residual.Inner, parameters) is var own => Reference.Layers.Residual.Forward(
                Chain(residual.Shortcut, [.. own.Skip(residual.Branch.Count)], x), Chain(residual.Branch, own, x)),
            Ensemble ensemble => Reference.Layers.Ensemble.Forward([.. Members(ensemble, parameters, x)]),
            _ => ReferenceLayer.Forward(layer, parameters, x),
        };

    private static IEnumerable<Tensor<Rounded<Binary32>>> Members(
        Ensemble ensemble, IReadOnlyList<Tensor<Rounded<Binary32>>> parameters, Tensor<Rounded<Binary32>> x)
    {
        var (own, first) = (LayerArrays.Split(ensemble.Inner, parameters), 0);
        foreach (var member in ensemble.Members)
        {
            yield return Chain(member, [.. own.Skip(first)], x);
            first += member.Count;
        }
    }

    private static Tensor<Rounded<Binary32>> Chain(
        IReadOnlyList<Layer> layers,
        IReadOnlyList<IReadOnlyList<Tensor<Rounded<Binary32>>>> parameters,
        Tensor<Rounded<Binary32>> x) =>
        layers.Zip(parameters).Aggregate(x, (value, inner) => Forward(inner.First, inner.Second, value));

    // ONNX Runtime adds 0.5 to a quotient of polynomials (MlasComputeLogistic), so that the usual allowance for a function is
    // one of numbers near 1, however small the result is.
    private static Rounded<Binary32> NearOne(Rounded<Binary32> y) =>
        Rounded<Binary32>.Within(y.Value, y.Error + (Rounded<Binary32>.FunctionUlps * 2 * Binary32.UnitRoundoff));

    // y[n,c,i,j] = b[c] + sum over p, q of w[c] x[n, c, i P + p, j Q + q]
    private static Tensor<Rounded<Binary32>> Subsample(
        Tensor<Rounded<Binary32>> x, Tensor<Rounded<Binary32>> w, Tensor<Rounded<Binary32>> b, Window window)
    {
        var (height, width) = (window.Kernel.Height, window.Kernel.Width);
        var y = new Tensor<Rounded<Binary32>>(x.Sizes[0], x.Sizes[1], x.Sizes[2] / height, x.Sizes[3] / width);
        for (var n = 0; n < y.Sizes[0]; n++)
            for (var c = 0; c < y.Sizes[1]; c++)
                for (var i = 0; i < y.Sizes[2]; i++)
                    for (var j = 0; j < y.Sizes[3]; j++)
                    {
                        var sum = b[c];
                        for (var p = 0; p < height; p++)
                            for (var q = 0; q < width; q++)
                                sum += w[c] * x[n, c, (i * height) + p, (j * width) + q];
                        y[n, c, i, j] = sum;
                    }

        return y;
    }
}
