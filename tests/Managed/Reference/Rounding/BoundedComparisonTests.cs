using TorchBasics.Reference.Rounding;

namespace TorchBasics.Tests.Managed.Reference.Rounding;

public sealed class BoundedComparisonTests
{
    private const double Infinity = double.PositiveInfinity;
    private const double NotANumber = double.NaN;

    [Theory]
    [InlineData(1.25, 1, 0.5, 0.25, 0.5)]
    [InlineData(-1, 1, 0.5, 2, 4)]
    [InlineData(1, 1, 0, 0, 0)]
    [InlineData(1, 1, NotANumber, 0, 0)] // the same number needs no bound
    [InlineData(1, 2, 0, 1, Infinity)]
    [InlineData(1, 2, NotANumber, 1, Infinity)]
    [InlineData(1, 2, Infinity, 1, 0)]
    [InlineData(NotANumber, NotANumber, 0, 0, 0)]
    [InlineData(Infinity, Infinity, 0, 0, 0)]
    [InlineData(Infinity, -Infinity, 1, Infinity, Infinity)]
    [InlineData(Infinity, 1, Infinity, Infinity, 1)]
    [InlineData(NotANumber, 1, Infinity, Infinity, Infinity)]
    [InlineData(1, NotANumber, Infinity, Infinity, Infinity)]
    public void An_error_is_a_share_of_its_bound(double actual, double expected, double allowed, double error, double share)
    {
        var number = new BoundedNumber(actual, expected, allowed);

        Assert.Equal((error, share), (number.Error, number.Share));
    }

    [Theory]
    [InlineData(1, 2, 3, true)]
    [InlineData(NotANumber, 2, 3, false)]
    [InlineData(1, Infinity, 3, false)]
    [InlineData(1, 2, NotANumber, false)]
    public void Numbers_and_bound_may_all_be_finite(double actual, double expected, double allowed, bool finite) =>
        Assert.Equal(finite, new BoundedNumber(actual, expected, allowed).IsFinite);

    [Fact]
    public void The_worst_element_is_the_one_with_the_largest_share_and_not_the_largest_error()
    {
        BoundedNumber[] numbers = [new(0, 0, 1), new(3, 0, 30), new(1, 0, 4), new(0, 0, 1), new(0, 1, 4), new(0, 0, 0)];

        var comparison = BoundedComparison.Of([3, 2], i => numbers[i]);

        // The first of two that use a quarter of their bounds.
        Assert.Equal((6, new BoundedNumber(1, 0, 4), 3), (comparison.Count, comparison.Worst, comparison.Largest));
        Assert.Equal([1, 0], comparison.Index);
    }

    [Fact]
    public void Where_nothing_differs_the_first_element_stands_for_all()
    {
        var comparison = BoundedComparison.Of([2, 2], i => new(i, i, 1));

        Assert.Equal((4, new BoundedNumber(0, 0, 1), 0), (comparison.Count, comparison.Worst, comparison.Largest));
        Assert.Equal([0, 0], comparison.Index);
    }

    [Fact]
    public void An_empty_array_is_a_comparison_of_nothing() =>
        Assert.Same(BoundedComparison.None, BoundedComparison.Of([2, 0], _ => throw new InvalidOperationException("no element")));

    [Fact]
    public void A_single_number_has_no_index() => Assert.Empty(BoundedComparison.Of([], _ => new(1, 2, 3)).Index);

    [Fact]
    public void An_index_counts_along_the_last_axis_first() => Assert.Equal([1, 0, 2], BoundedComparison.IndexOf(14, [2, 3, 4]));

    [Fact]
    public void Two_comparisons_are_as_bad_as_the_worse_of_them()
    {
        var (mild, bad) = (BoundedComparison.Of([3], _ => new(5, 0, 50)), BoundedComparison.Of([2], _ => new(1, 0, 2)));

        foreach (var merged in new[] { mild.Merge(bad), bad.Merge(mild) })
            Assert.Equal((5, bad.Worst, 5), (merged.Count, merged.Worst, merged.Largest));
        Assert.Equal((3, mild.Worst), (BoundedComparison.None.Merge(mild).Count, BoundedComparison.None.Merge(mild).Worst));
    }
}
