using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Losses;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>How fast two losses change with the logit of one sigmoid output that should be 1, found in three ways.</summary>
/// <remarks>
/// y = 1 / (1 + e^-z), t = 1. Squared error: d/dz (y - t)^2 = 2 (y - t) y (1 - y). Cross-entropy: d/dz (-ln y) = y - t.
/// The three ways: these formulas, dual numbers through the forward pass, and the reference's backward pass. The sigmoid of z is
/// the softmax of the logits z and 0.
/// </remarks>
/// <param name="Logit">z.</param>
/// <param name="Output">y.</param>
/// <param name="Squared">Slope of the squared error.</param>
/// <param name="Entropy">Slope of the cross-entropy.</param>
/// <param name="Disagreement">The largest difference between two of the ways, for either loss.</param>
internal readonly record struct LossSlope(double Logit, double Output, double Squared, double Entropy, double Disagreement)
{
    private static readonly Sigmoid Activation = new();

    /// <summary>Slopes at logits with equal distances.</summary>
    /// <param name="reach">The logits go from minus this to this.</param>
    /// <param name="step">Their distance.</param>
    public static IReadOnlyList<LossSlope> Over(int reach, double step) =>
        [.. Enumerable.Range(0, (int)(2 * reach / step) + 1).Select(k => At((k * step) - reach))];

    /// <summary>The slopes at a logit.</summary>
    /// <param name="logit">z.</param>
    public static LossSlope At(double logit)
    {
        var y = 1 / (1 + Float64.Exp(new(-logit)).Value);
        var (squared, entropy) = (2 * (y - 1) * y * (1 - y), y - 1);
        var disagreement = Math.Max(
            Spread(squared, SquaredByDual(logit), SquaredByBackward(logit)),
            Spread(entropy, EntropyByDual(logit), EntropyByBackward(logit)));
        return new(logit, y, squared, entropy, disagreement);
    }

    private static double SquaredByDual(double logit)
    {
        var y = ReferenceLayer.Forward(Activation, [], Row(Dual.Variable(logit, 0)));
        return MeanSquaredError.Value(y, One<Dual>(), Reduction.Mean).Tangent[0];
    }

    private static double EntropyByDual(double logit) =>
        CrossEntropy.Value(Row(Dual.Variable(logit, 0), default), First<Dual>(), Reduction.Mean).Tangent[0];

    private static double SquaredByBackward(double logit)
    {
        var z = Row(new Float64(logit));
        var y = ReferenceLayer.Forward(Activation, [], z);
        return ReferenceLayer.Backward(
            Activation, [], z, y, MeanSquaredError.Gradient(y, One<Float64>(), Reduction.Mean)).Input[0, 0].Value;
    }

    private static double EntropyByBackward(double logit) =>
        CrossEntropy.Gradient(Row(new Float64(logit), default), First<Float64>(), Reduction.Mean)[0, 0].Value;

    private static Tensor<T> Row<T>(params T[] logits)
        where T : struct, IReal<T> => Tensor<T>.Over([1, logits.Length], logits);

    private static Tensor<T> One<T>()
        where T : struct, IReal<T> => Row(T.From(1));

    private static ClassTargets<T> First<T>()
        where T : struct, IReal<T> => ClassTargets<T>.OfLabels([0], 2);

    private static double Spread(params ReadOnlySpan<double> values)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return most - least;
    }
}
