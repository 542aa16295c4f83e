using System.Runtime.CompilerServices;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Losses;
using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Managed.Reference.Support;

namespace TorchBasics.Tests.Managed.Reference.Losses;

/// <summary>The hand-written gradient of every loss in every variant, and its rounding bound.</summary>
public class LossGradientTests
{
    private static readonly int[] Labels = [2, 1, 0, 1];
    private static readonly double[] Probabilities = [0.2, 0.3, 0.5, 1, 0, 0, 0.25, 0.25, 0.5, 0, 0.625, 0.375];
    private static readonly double[] Weights = [0.5, 2, 1.25];

    public static TheoryData<int, int> Variants => new(
        from loss in Enumerable.Range(0, 3)
        from variant in Enumerable.Range(0, 12)
        select (loss, variant));

    [Theory]
    [MemberData(nameof(Variants))]
    public void Losses_of_classes(int loss, int variant)
    {
        Reduction? reduction = (variant % 3) switch { 0 => null, 1 => Reduction.Mean, _ => Reduction.Sum };
        var kind = (ClassLoss)loss;
        var function = (variant / 3) switch
        {
            0 => new ClassLossFunction(kind, reduction, Labels, null, null, Ignored: null, Smoothing: 0),
            1 => new ClassLossFunction(
                kind,
                reduction,
                Labels,
                null,
                kind == ClassLoss.Rbf ? null : Weights,
                Ignored: kind == ClassLoss.Rbf ? null : 0,
                Smoothing: 0.1),
            2 => new ClassLossFunction(kind, reduction, [], Probabilities, null, Ignored: null, Smoothing: 0.25),
            _ => new ClassLossFunction(
                kind, reduction, [], Probabilities, kind == ClassLoss.Rbf ? null : Weights, Ignored: null, Smoothing: 0),
        };
        var x = Arrays.Random(5, 4, 3);

        Proof.GradientIsRight(function, x);
        Bounds.Hold(function, kind == ClassLoss.NegativeLogLikelihood ? 0 : 0.05, x); // a likelihood alone rounds nothing
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    public void The_squared_error(Reduction? reduction)
    {
        var function = new SquaredErrorFunction(reduction);

        Proof.GradientIsRight(function, Arrays.Random(5, 4, 3), Arrays.Random(6, 4, 3));
        Proof.IsExact(function, Arrays.Lattice(5, 4, 2), Arrays.Lattice(6, 4, 2));
        Bounds.Hold(function, 0.1, Arrays.Random(5, 4, 3), Arrays.Random(6, 4, 3));
    }

    [Theory]
    [InlineData(LossKind.CrossEntropy, 0.0, 3)]
    [InlineData(LossKind.CrossEntropy, 0.1, 3)]
    [InlineData(LossKind.MeanSquaredError, 0.0, 3)]
    [InlineData(LossKind.MeanSquaredError, 0.1, 3)]
    [InlineData(LossKind.MeanSquaredError, 0.1, 1)]
    [InlineData(LossKind.Rbf, 0.0, 3)]
    [InlineData(LossKind.Rbf, 0.1, 3)]
    public void Losses_of_recipes(LossKind kind, double smoothing, int classes)
    {
        var function = new RecipeLossFunction(kind, smoothing, classes, [0, 1, 1, 0]);
        var x = Arrays.Random(5, 4, classes);

        Proof.GradientIsRight(function, x);
        Bounds.Hold(function, 0.05, x);
    }

    [Theory]
    [InlineData(LossKind.CrossEntropy, 0.0, 0.4076059644443803)] // log(1 + e^-1 + e^-2)
    [InlineData(LossKind.CrossEntropy, 0.3, 0.7076059644443803)] // + 0.1 (0 + 1 + 2), the mean distance to the largest
    [InlineData(LossKind.MeanSquaredError, 0.0, 2 / 3.0)] // ((2 - 1)^2 + 1^2 + 0^2) / 3
    [InlineData(LossKind.MeanSquaredError, 0.3, ((1.2 * 1.2) + (0.9 * 0.9) + (0.1 * 0.1)) / 3)] // targets 0.8, 0.1, 0.1
    [InlineData(LossKind.Rbf, 0.0, 0.4401896985611953)] // log(1 + e^-1 + e^-2 + e^-3): rubbish -1 is 3 below 2
    public void A_recipe_means_the_mean_and_smooths_over_all_classes(LossKind kind, double smoothing, double expected)
    {
        var (one, two) = (Arrays.Of([1, 3], 2, 1, 0), Arrays.Of([2, 3], 2, 1, 0, 2, 1, 0));

        Assert.Equal(expected, ReferenceLoss.Value(kind, smoothing, 3, one, [0]).Value, 1e-14);
        Assert.Equal(expected, ReferenceLoss.Value(kind, smoothing, 3, two, [0, 0]).Value, 1e-14);
        Assert.Equal(expected, ReferenceLoss.Value(kind, smoothing, one, Arrays.Of([1, 3], 1, 0, 0)).Value, 1e-14);
        Assert.Equal(
            ReferenceLoss.Gradient(kind, smoothing, 3, one, [0]).ToDoubles(),
            ReferenceLoss.Gradient(kind, smoothing, one, Arrays.Of([1, 3], 1, 0, 0)).ToDoubles());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void One_output_column_is_compared_with_the_label_itself(int classes)
    {
        // Targets 0 and 1, smoothed over two classes: 0.1 and 0.9.
        var x = Arrays.Of([2, 1], 0.5, 0.5);

        Assert.Equal(0.25, ReferenceLoss.Value(LossKind.MeanSquaredError, 0, classes, x, [0, 1]).Value, 1e-15);
        Assert.Equal(0.16, ReferenceLoss.Value(LossKind.MeanSquaredError, 0.2, classes, x, [0, 1]).Value, 1e-15);
        Arrays.AssertClose([2, 1], [0.5, -0.5], ReferenceLoss.Gradient(LossKind.MeanSquaredError, 0, classes, x, [0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReferenceLoss.Value(LossKind.MeanSquaredError, 0, classes, x, [0, 2]));
    }

    [Fact]
    public void One_class_against_rubbish()
    {
        // y = 0 against j = 1: l = log(1 + e^-1).
        Assert.Equal(Math.Log(1 + Math.Exp(-1)), ReferenceLoss.Value(LossKind.Rbf, 0, 1, Arrays.Of([1, 1], 0), [0]).Value, 1e-15);
    }

    [Fact]
    public void Outputs_and_labels_that_do_not_fit_are_refused()
    {
        var x = Arrays.Of([1, 2], 1, 2);

        Assert.StartsWith(
            "The outputs have 2 columns; expected 3",
            Assert.Throws<ArgumentException>(() => ReferenceLoss.Value(LossKind.CrossEntropy, 0, 3, x, [0])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ReferenceLoss.Value(LossKind.CrossEntropy, 0, 2, Arrays.Of([1, 1], 1), [0]));
        Assert.Throws<ArgumentException>(() => ReferenceLoss.Value(LossKind.MeanSquaredError, 0, 3, Arrays.Of([1, 1], 1), [0]));
        Assert.StartsWith(
            "Sample 0 has a label that is no class.",
            Assert.Throws<ArgumentOutOfRangeException>(() => ReferenceLoss.Value(LossKind.CrossEntropy, 0, 2, x, [2])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ReferenceLoss.Gradient(LossKind.CrossEntropy, 0, 2, x, [-1]));
        Assert.StartsWith(
            "Sample 1 has a label outside 0 to 2.",
            Assert.Throws<ArgumentOutOfRangeException>(() => ClassTargets<Float64>.OfLabels([0, 3], 3)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassTargets<Float64>.OfLabels([-1], 3));
        Assert.Equal((LossKind)99, Assert.Throws<SwitchExpressionException>(
            () => ReferenceLoss.Value((LossKind)99, 0, 2, x, [0])).UnmatchedValue);
        Assert.Equal((LossKind)99, Assert.Throws<SwitchExpressionException>(
            () => ReferenceLoss.Gradient((LossKind)99, 0, 2, x, [0])).UnmatchedValue);
    }

    [Fact]
    public void An_ignored_label_need_not_be_a_class_and_all_ignored_have_no_mean()
    {
        var targets = ClassTargets<Float64>.OfLabels([-100, -100], 3, ignored: -100);

        Assert.Equal(0, targets.Divisor.Value);
        Assert.True(double.IsNaN(CrossEntropy.Value(Arrays.Random(1, 2, 3), targets, Reduction.Mean).Value));
        Assert.Equal(0, CrossEntropy.Value(Arrays.Random(1, 2, 3), targets, Reduction.Sum).Value);
    }

    [Fact]
    public void A_class_that_does_not_count_is_not_looked_at()
    {
        var x = Arrays.Of([1, 2], double.NegativeInfinity, -0.5);

        Assert.Equal(0.5, NegativeLogLikelihood.Value(x, ClassTargets<Float64>.OfLabels([1], 2), Reduction.Sum).Value);
    }
}
