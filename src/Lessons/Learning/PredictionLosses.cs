using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Lessons.Witnesses;
using TorchBasics.Reference.Losses;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>The losses of one prediction: by hand in decimals, by the reference, and by a second engine.</summary>
internal sealed class PredictionLosses
{
    // What a computation of so few steps may be off. Squared error: a difference of at most 1 carries 3 roundings, its square 7,
    // the sum of ten 10 more for each, of which the mean takes a tenth: 17 units. Cross-entropy: ten logarithms of probabilities,
    // their powers and sum: below 40 units, and 8 for each unit of the logarithm itself.
    private const double SquaredUnits = 20, EntropyUnits = 40, EntropyUnitsPerLoss = 8;

    // Half a step of the last digit near 1, in double and in single precision.
    private const double Double = 1.0 / (1L << 53), Single = 1.0 / (1 << 24);

    // Its power is 0 in single precision, and no infinity meets a zero.
    private const float NoProbability = -200;

    private const decimal Smallest = 0.000001m;

    private PredictionLosses(decimal[] probabilities, decimal total, int target) =>
        (Probabilities, Total, Target) = (probabilities, total, target);

    /// <summary>The probability of each digit; they add up to 1.</summary>
    public IReadOnlyList<decimal> Probabilities { get; }

    /// <summary>What the given numbers added up to.</summary>
    public decimal Total { get; }

    /// <summary>The right digit.</summary>
    public int Target { get; }

    /// <summary>The squared differences.</summary>
    public IEnumerable<decimal> Squares => Probabilities.Select((p, digit) => Difference(p, digit) * Difference(p, digit));

    /// <summary>The mean squared error, in decimals.</summary>
    public decimal SquaredByHand => Squares.Sum() / Probabilities.Count;

    /// <summary>The cross-entropy, in decimals; null where it is infinite.</summary>
    public decimal? EntropyByHand => Probabilities[Target] == 0 ? null : -DecimalLogarithm.Of(Probabilities[Target]);

    /// <summary>The mean squared error by the reference.</summary>
    public double Squared => MeanSquaredError.Value(Row(p => p), OneHot, Reduction.Mean).Value;

    /// <summary>The cross-entropy by the reference, which takes logarithms of probabilities as scores.</summary>
    public double Entropy => CrossEntropy.Value(
        Row(p => Float64.Log(new(p)).Value), ClassTargets<Float64>.OfLabels([Target], Probabilities.Count), Reduction.Mean).Value;

    /// <summary>How far the reference may be from the hand, for the squared error.</summary>
    public static double SquaredBound => SquaredUnits * Double;

    /// <summary>The same for the second engine, which computes in single precision.</summary>
    public static double SquaredBoundOfWitness => SquaredUnits * Single;

    /// <summary>How far the reference may be from the hand, for the cross-entropy.</summary>
    public double EntropyBound => Units * Double;

    /// <summary>The same for the second engine.</summary>
    public double EntropyBoundOfWitness => Units * Single;

    /// <summary>Whether the largest probability is that of the right digit.</summary>
    public bool IsRight => Probabilities.All(p => p <= Probabilities[Target]);

    private Tensor<Float64> OneHot =>
        Tensor<Float64>.From([1, Probabilities.Count], [.. Probabilities.Select((_, digit) => digit == Target ? 1.0 : 0)]);

    private double Units => EntropyUnits + (EntropyUnitsPerLoss * (double)(EntropyByHand ?? 0));

    /// <summary>Takes a prediction; numbers that do not add up to 1 are divided by their sum.</summary>
    /// <param name="text">Ten numbers, with commas or semicolons between them.</param>
    /// <param name="target">The right digit.</param>
    /// <returns>The losses.</returns>
    /// <exception cref="TorchBasicsException">They are no probabilities: kind Usage.</exception>
    public static PredictionLosses Of(string text, int target)
    {
        var given = text.Split(',', ';').Select(
            number => decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray();
        var total = given.Sum();
        if (total == 0)
            throw Refuse("zeros");
        var small = given.FirstOrDefault(number => number != 0 && number < Smallest);
        return small == 0
            ? new([.. given.Select(number => total == 1 ? number : number / total)], total, target)
            : throw Refuse("small", small, Smallest);
    }

    private static LessonException Refuse(string key, params object?[] values) =>
        new(ErrorKind.Usage, language => Texts.Of("three-steps", language).Format($"error.{key}", values));

    /// <summary>The same with what the wrong digits have spread evenly among them.</summary>
    public PredictionLosses Spread()
    {
        var each = (1 - Probabilities[Target]) / (Probabilities.Count - 1);
        return new([.. Probabilities.Select((p, digit) => digit == Target ? p : each)], 1, Target);
    }

    /// <summary>Asks the second engine: a network of nothing but biases says the prediction.</summary>
    /// <param name="witness">The engine.</param>
    /// <returns>The squared error, and the cross-entropy; null where that is infinite.</returns>
    public (double Squared, double? Entropy) Ask(IWitness witness)
    {
        var squared = Ask(witness, LossKind.MeanSquaredError, p => (float)p);
        return (squared, EntropyByHand is null ? null : Ask(
            witness, LossKind.CrossEntropy, p => p == 0 ? NoProbability : (float)Float64.Log(new((double)p)).Value));
    }

    private double Ask(IWitness witness, LossKind loss, Func<decimal, float> output)
    {
        var architecture = new Architecture("prediction", [1], new Linear("output", 1, Probabilities.Count));
        var model = new Model(architecture,
        [
            NamedArray.Of<float>("output.weight", [Probabilities.Count, 1], new float[Probabilities.Count]),
            NamedArray.Of<float>("output.bias", [Probabilities.Count], [.. Probabilities.Select(output)]),
        ]);
        return witness.Step(model, [0f], [.. OneHot.ToDoubles().Select(t => (float)t)], loss).Loss;
    }

    private decimal Difference(decimal probability, int digit) => probability - (digit == Target ? 1 : 0);

    private Tensor<Float64> Row(Func<double, double> value) =>
        Tensor<Float64>.From([1, Probabilities.Count], [.. Probabilities.Select(p => value((double)p))]);
}
