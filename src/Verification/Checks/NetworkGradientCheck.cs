using System.Runtime.Intrinsics;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Checks;

/// <summary>
/// Judges the parameter gradients of a whole double-precision step, from the loss back through every layer, against
/// derivatives that no hand wrote: the forward formulas over dual numbers or, without any calculus, central differences.
/// </summary>
/// <remarks>
/// What lies before a layer does not depend on its parameters and is not computed again. An error is measured against the
/// largest gradient of its array. The central difference takes four points,
/// f' = (8 (f(h) - f(-h)) - (f(2h) - f(-2h))) / 12 h, and is off by about h^4 |f'''''| / 30 + 1.5 u |f| / h. A smooth network
/// gets a step that makes both small even where the loss is a hundred times its gradients; one with rectifiers or maxima a
/// step so short that it crosses none of their bends.
/// </remarks>
/// <param name="method">How the derivatives are found.</param>
/// <param name="sampled">How many coordinates of each array; all where it has no more.</param>
/// <param name="seed">Seed of the choice.</param>
public sealed class NetworkGradientCheck(NetworkGradientCheck.Method method, int sampled, ulong seed) : IEngineCheck
{
    private const double LongStep = 5e-4;
    private const double ShortStep = 7e-6;

    /// <summary>How derivatives are found.</summary>
    public enum Method
    {
        /// <summary>Dual numbers: at least 12 digits.</summary>
        DualNumbers,

        /// <summary>Central differences: 8 digits.</summary>
        CentralDifferences,
    }

    /// <inheritdoc/>
    public string Name => method == Method.DualNumbers ? "network dual" : "network difference";

    private double Digits => method == Method.DualNumbers ? 1e-12 : 1e-8;

    /// <inheritdoc/>
    public IEnumerable<Deviation> Check(IEngine engine, RunSpec spec)
    {
        if (engine.Precision != Precision.Float64
            || spec.Architecture.Layers.Any(layer => layer is Activation { Jumps.Count: > 0 }))
            yield break;
        var record = engine.Train(spec with { Steps = [spec.Steps[0]] }).First();
        var parameters = record.Parameters.ToDictionary(parameter => parameter.Name);
        for (var k = 0; k < record.Layers.Count; k++)
            for (var p = 0; p < record.Layers[k].Parameters.Count; p++)
                if (parameters.TryGetValue(
                    record.Layers[k].Layer.FullName(record.Layers[k].Layer.Parameters[p]), out var parameter))
                    yield return Parameter(record, spec.Recipe, k, p, parameter.Gradient);
    }

    private Deviation Parameter(
        StepRecord<Float64> record, TrainingRecipe recipe, int layer, int parameter, Tensor<Float64> actual)
    {
        var point = record.Layers[layer].Parameters[parameter];
        var chosen = Coordinates.Choose(
            point.Elements.Length,
            sampled,
            RandomGenerator.ForStream(seed, "network gradient", (ulong)((layer << 8) + parameter)));
        var slopes = method == Method.DualNumbers
            ? ByDualNumbers(record, recipe, layer, parameter, chosen)
            : ByDifferences(record, recipe, layer, parameter, chosen);

        var allowed = (Digits * slopes.Max(slope => Math.Abs(slope))) + InstrumentError(record);
        var expected = new Tensor<Rounded<Binary64>>(chosen.Length);
        for (var i = 0; i < chosen.Length; i++)
            expected.Elements[i] = Rounded<Binary64>.Within(slopes[i], allowed);
        var place = Place.ParameterGradient(record.Layers[layer].Label, record.Layers[layer].Layer.Parameters[parameter].Name);
        return Coordinates.Name(Comparison.Within(place, Coordinates.Take(actual, chosen), expected), chosen) with
        {
            Reason = FormattableString.Invariant($"{Digits:G1} of the largest gradient of the array")
                + (method == Method.DualNumbers ? string.Empty : ", and the rounding of the differences"),
        };
    }

    private double InstrumentError(StepRecord<Float64> record) =>
        method == Method.DualNumbers ? 0 : 4 * Binary64.UnitRoundoff * Math.Abs(record.Loss.Elements[0].Value) / StepOf(record);

    private static double StepOf(StepRecord<Float64> record) =>
        record.Layers.All(layer => IsSmooth(layer.Layer)) ? LongStep : ShortStep;

    private static bool IsSmooth(Layer layer) =>
        layer is not (Activation { IsSmooth: false } or MaxPool2d) && layer.Inner.All(IsSmooth);

    private static double[] ByDualNumbers(
        StepRecord<Float64> record, TrainingRecipe recipe, int layer, int parameter, int[] chosen)
    {
        var behind = new Suffix<Dual>(record, recipe, layer);
        var varied = behind.Parameters[parameter];
        var slopes = new double[chosen.Length];
        for (var first = 0; first < chosen.Length; first += Dual.Directions)
        {
            var coordinates = chosen.AsSpan(first, Math.Min(Dual.Directions, chosen.Length - first));
            for (var d = 0; d < coordinates.Length; d++)
                varied.Elements[coordinates[d]] = Dual.Variable(varied.Elements[coordinates[d]].Value, d);
            Vector512<double> tangent = behind.Loss().Tangent;
            for (var d = 0; d < coordinates.Length; d++)
            {
                slopes[first + d] = tangent[d];
                varied.Elements[coordinates[d]] = Dual.From(varied.Elements[coordinates[d]].Value);
            }
        }

        return slopes;
    }

    private static double[] ByDifferences(
        StepRecord<Float64> record, TrainingRecipe recipe, int layer, int parameter, int[] chosen)
    {
        var behind = new Suffix<Float64>(record, recipe, layer);
        var varied = behind.Parameters[parameter];
        return Array.ConvertAll(chosen, coordinate =>
        {
            var value = varied.Elements[coordinate].Value;
            var h = StepOf(record) * Math.Max(1, Math.Abs(value));
            var slope = ((8 * (At(value + h) - At(value - h))) - (At(value + (2 * h)) - At(value - (2 * h)))) / (12 * h);
            varied.Elements[coordinate] = new Float64(value);
            return slope;

            double At(double other)
            {
                varied.Elements[coordinate] = new Float64(other);
                return behind.Loss().Value;
            }
        });
    }

    // The network from one layer on, and its loss.
    private sealed class Suffix<T>(StepRecord<Float64> record, TrainingRecipe recipe, int layer)
        where T : struct, IReal<T>
    {
        private readonly Tensor<T> _input = record.Layers[layer].Input.To<T>();
        private readonly List<List<Tensor<T>>> _parameters =
            [.. record.Layers.Skip(layer).Select(record => record.Parameters.Select(array => array.To<T>()).ToList())];

        public List<Tensor<T>> Parameters => _parameters[0];

        public T Loss()
        {
            var x = _input;
            for (var k = layer; k < record.Layers.Count; k++)
                x = ReferenceLayer.Forward(record.Layers[k].Layer, _parameters[k - layer], x, record.Layers[k].State);
            return ReferenceLoss.Value(recipe.Loss, recipe.LabelSmoothing, x.Sizes[1], x, record.Labels);
        }
    }
}
