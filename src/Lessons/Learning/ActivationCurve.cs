using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>An activation as the reference computes it: values forward, slopes backward.</summary>
/// <param name="Activation">The function.</param>
/// <param name="Points">Places, values and slopes.</param>
internal sealed record ActivationCurve(Activation Activation, IReadOnlyList<CurvePoint> Points)
{
    // The bound allows one computation its rounding errors; here two are compared.
    private const int Computations = 2;

    /// <summary>The activations by the words of the lessons.</summary>
    public static IReadOnlyDictionary<string, Activation> All { get; } = new Dictionary<string, Activation>
    {
        ["sigmoid"] = new Sigmoid(),
        ["step"] = new Step(),
        ["tanh"] = new Tanh(),
        ["relu"] = new Relu(),
        ["leaky-relu"] = new LeakyRelu(0.1),
        ["elu"] = new Elu(1),
        ["gelu"] = new Gelu(),
        ["gelu-tanh"] = new GeluTanh(),
        ["silu"] = new Silu(),
        ["hardtanh"] = new Hardtanh(-1, 1),
        ["scaled-tanh"] = new ScaledTanh(),
    };

    /// <summary>Computes values and slopes.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="places">Where.</param>
    public static ActivationCurve Of(Activation activation, params double[] places)
    {
        var x = Tensor<Float64>.From([places.Length, 1], places);
        var y = ReferenceLayer.Forward(activation, [], x);
        var slopes = ReferenceLayer.Backward(activation, [], x, y, x.Map(_ => new Float64(1))).Input;
        return new(activation, [.. places.Select((z, k) => new CurvePoint(z, y[k, 0].Value, slopes[k, 0].Value))]);
    }

    /// <summary>Computes a curve over a range.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="from">Its left end.</param>
    /// <param name="to">Its right end.</param>
    /// <param name="steps">Points but one.</param>
    public static ActivationCurve Over(Activation activation, double from, double to, int steps) =>
        Of(activation, [.. Enumerable.Range(0, steps + 1).Select(k => from + ((to - from) * k / steps))]);

    /// <summary>
    /// Holds the slopes, whose formulas a person wrote, against those that dual numbers carry through the forward formula. The
    /// bound is that of the backward pass's rounding errors in doubles, and as much again for the dual number's own.
    /// </summary>
    /// <returns>The largest difference as a share of its bound; corners and jumps, which have no slope, are left out.</returns>
    public double WorstShareOfBound()
    {
        var corners = Activation.Kinks.Concat(Activation.Jumps).ToList();
        var points = Points.Where(point => !corners.Contains(point.Z)).ToList();
        var places = points.Select(point => point.Z).ToArray();
        var variables = Tensor<Dual>.From([places.Length, 1], places).Map(z => Dual.Variable(z.Value, 0));
        var derivatives = ReferenceLayer.Forward(Activation, [], variables);
        var exact = Tensor<Rounded<Binary64>>.From([places.Length, 1], places);
        var bounds = ReferenceLayer.Backward(
            Activation, [], exact, ReferenceLayer.Forward(Activation, [], exact),
            exact.Map(_ => Rounded<Binary64>.Exactly(1))).Input;
        return points.Select((point, k) => Share(
            Math.Abs(point.Slope - derivatives[k, 0].Tangent[0]), Computations * bounds[k, 0].Error)).DefaultIfEmpty().Max();
    }

    private static double Share(double difference, double bound) =>
        difference == 0 ? 0 : difference / bound; // without a bound, any difference is too large
}

/// <summary>A point of a curve.</summary>
/// <param name="Z">What enters.</param>
/// <param name="Value">What leaves.</param>
/// <param name="Slope">How fast it changes there.</param>
internal readonly record struct CurvePoint(double Z, double Value, double Slope);
