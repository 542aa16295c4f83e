using TorchBasics.Reference.Layers;
using TorchBasics.Tests.Managed.Reference.Support;

namespace TorchBasics.Tests.Managed.Reference.Layers;

/// <summary>Where a function has a corner, a tie or an overflow near.</summary>
public class KinkTests
{
    private static readonly Window2d TwoByTwo = new(new WindowAxis(2, 2, 1, 0, 0), new WindowAxis(2, 2, 1, 0, 0));

    [Fact]
    public void The_rectifier_has_no_slope_at_zero()
    {
        var x = Arrays.Of([4], -1, 0, double.Epsilon, 2);

        Assert.Equal([0, 0, double.Epsilon, 2], Relu.Forward(x).ToDoubles());
        Assert.Equal([0, 0, 3, 3], Relu.Backward(x, Arrays.Of([4], 3, 3, 3, 3)).Input.ToDoubles());
    }

    [Fact]
    public void The_rectifier_lets_what_is_no_number_through() =>
        Assert.Equal([double.NaN], Relu.Forward(Arrays.Of([1], double.NaN)).ToDoubles());

    [Fact]
    public void The_threshold_is_not_reached_at_zero_and_has_no_slope_anywhere()
    {
        var x = Arrays.Of([4], -1, 0, double.Epsilon, 2);

        Assert.Equal([0, 0, 1, 1], Step.Forward(x).ToDoubles());
        Assert.Equal([0, 0, 0, 0], Step.Backward(x, Arrays.Of([4], 3, 3, 3, 3)).Input.ToDoubles());
    }

    [Theory]
    [InlineData(new double[] { 1, 1, 1, 1 }, 0)]
    [InlineData(new double[] { 0, 1, 1, 0 }, 1)]
    [InlineData(new double[] { -3, -2, -1, -1 }, 2)]
    [InlineData(new[] { 5, double.NaN, 7, double.NaN }, 3)]
    [InlineData(new[] { 5, double.NaN, 7, 9 }, 1)]
    [InlineData(new[] { double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity }, 0)]
    public void The_first_of_equal_maxima_takes_the_gradient_and_the_last_that_is_no_number(double[] pixels, int winner)
    {
        var x = Arrays.Of([1, 1, 2, 2], pixels);
        var expected = new double[4];
        expected[winner] = 6;

        Assert.Equal(pixels[winner], MaxPool2d.Forward(x, TwoByTwo, ceiling: false).ToDoubles()[0]);
        Assert.Equal([winner], MaxPool2d.Winners(x, TwoByTwo, ceiling: false));
        Assert.Equal(expected, MaxPool2d.Backward(x, Arrays.Of([1, 1, 1, 1], 6), TwoByTwo, ceiling: false).Input.ToDoubles());
    }

    [Fact]
    public void A_pixel_that_wins_several_windows_takes_the_gradient_of_each()
    {
        var x = Arrays.Of([1, 1, 1, 3], 1, 5, 2);
        var window = new Window2d(new WindowAxis(1, 1, 1, 0, 0), new WindowAxis(2, 1, 1, 0, 0));

        Assert.Equal([0, 7, 0], MaxPool2d.Backward(x, Arrays.Of([1, 1, 1, 2], 3, 4), window, ceiling: false).Input.ToDoubles());
    }

    [Fact]
    public void Padding_never_wins()
    {
        // -5 -6 between two pixels of padding: windows of two pixels see (pad, -5), (-5, -6), (-6, pad).
        var x = Arrays.Of([1, 1, 1, 2], -5, -6);
        var window = new Window2d(new WindowAxis(1, 1, 1, 0, 0), new WindowAxis(2, 1, 1, 1, 1));

        Assert.Equal([-5, -5, -6], MaxPool2d.Forward(x, window, ceiling: false).ToDoubles());
    }

    [Fact]
    public void Windows_of_all_planes_find_their_winner_in_their_own()
    {
        // 2 samples, 2 channels, 1 x 3 pixels; ceiling mode: the second window holds the last pixel alone.
        var x = Arrays.Of([2, 2, 1, 3], 1, 2, 3, 6, 5, 4, 7, 8, 9, 12, 11, 10);

        var winners = MaxPool2d.Winners(
            x, new Window2d(new WindowAxis(1, 1, 1, 0, 0), new WindowAxis(2, 2, 1, 0, 0)), ceiling: true);

        Assert.Equal([1, 2, 3, 5, 7, 8, 9, 11], winners);
    }

    [Theory]
    [InlineData(1e4)]
    [InlineData(-1e4)]
    public void Large_scores_overflow_nothing(double large)
    {
        // Three classes; the first and the last have the same score, the middle one is out of reach or alone in reach.
        var x = Arrays.Of([1, 3], 0, large, 0);
        double[] logs = large > 0 ? [-1e4, 0, -1e4] : [-Math.Log(2), -1e4 - Math.Log(2), -Math.Log(2)];

        Arrays.AssertClose([1, 3], large > 0 ? [0, 1, 0] : [0.5, 0, 0.5], Softmax.Forward(x), 0);
        Arrays.AssertClose([1, 3], logs, LogSoftmax.Forward(x));
    }

    [Fact]
    public void Softmax_of_a_ratio()
    {
        // e^0 : e^ln 3 = 1 : 3 in the first row, the same score everywhere in the second.
        var x = Arrays.Of([2, 2], 0, Math.Log(3), 5, 5);

        Arrays.AssertClose([2, 2], [0.25, 0.75, 0.5, 0.5], Softmax.Forward(x));
        Arrays.AssertClose([2, 2], [-Math.Log(4), Math.Log(0.75), -Math.Log(2), -Math.Log(2)], LogSoftmax.Forward(x));
    }

    [Theory]
    [InlineData(0, 0.5, 0.25)]
    [InlineData(1e4, 1, 0)]
    [InlineData(-1e4, 0, 0)]
    public void The_logistic_function_at_its_centre_and_far_out(double x, double y, double slope)
    {
        var array = Arrays.Of([1], x);

        Assert.Equal([y], Sigmoid.Forward(array).ToDoubles());
        Assert.Equal([slope], Sigmoid.Backward(Sigmoid.Forward(array), Arrays.Of([1], 1)).Input.ToDoubles());
    }

    [Fact]
    public void The_squashing_function_passes_through_one()
    {
        // LeCun et al. 1998, appendix A: f(1) = 1 and f(-1) = -1, to the 4 digits that 1.7159 has.
        Arrays.AssertClose([3], [1, -1, 0], ScaledTanh.Forward(Arrays.Of([3], 1, -1, 0)), 1e-4);
        Arrays.AssertClose([1], [1.7159 * 2 / 3], ScaledTanh.Backward(Arrays.Of([1], 0), Arrays.Of([1], 1)).Input);
    }
}
