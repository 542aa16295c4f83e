using CsCheck;
using TorchBasics.Core.Layers;
using TorchBasics.Reference.Layers;

namespace TorchBasics.Tests.Managed.Reference.Layers;

public class WindowAxisTests
{
    [Theory]
    [InlineData(5, 3, 1, 1, 0, 0, false, 3)]
    [InlineData(5, 2, 2, 1, 0, 0, false, 2)]
    [InlineData(5, 2, 2, 1, 0, 0, true, 3)]
    [InlineData(5, 3, 2, 2, 0, 0, false, 1)]
    [InlineData(4, 3, 2, 2, 0, 0, false, 0)] // span 5 over 4 pixels: none
    [InlineData(4, 3, 2, 2, 0, 0, true, 1)] // hangs out by one
    [InlineData(3, 3, 2, 2, 0, 0, true, 0)] // hangs out by a whole stride
    [InlineData(4, 3, 1, 2, 0, 0, true, 0)]
    [InlineData(4, 2, 3, 1, 0, 2, false, 2)]
    [InlineData(4, 2, 3, 1, 1, 1, true, 2)] // a third would begin at 6, behind pixel 4 and its padding
    [InlineData(3, 2, 3, 1, 1, 1, true, 2)] // the second begins at 3, within 3 + 1
    [InlineData(2, 2, 3, 1, 1, 1, true, 1)] // the second would begin at 3 = 2 + 1: not inside
    [InlineData(1, 1, 1, 1, 0, 0, false, 1)]
    public void How_many_windows_there_are(
        int input, int kernel, int stride, int dilation, int begin, int end, bool ceiling, int expected) =>
        Assert.Equal(expected, new WindowAxis(kernel, stride, dilation, begin, end).Outputs(input, ceiling));

    [Fact]
    public void The_span_counts_both_ends()
    {
        Assert.Equal(1, new WindowAxis(1, 1, 5, 0, 0).Span);
        Assert.Equal(7, new WindowAxis(3, 1, 3, 0, 0).Span);
    }

    [Fact]
    public void Taps_lie_where_stride_dilation_and_padding_put_them() =>
        Assert.Equal((2 * 3) + (4 * 5) - 7, new WindowAxis(9, 3, 5, PadBegin: 7, PadEnd: 1).Pixel(output: 2, tap: 4));

    [Theory]
    [InlineData(5, 2, 1, 1, true, 0, 1)]
    [InlineData(5, 2, 1, 1, false, 1, 0)]
    [InlineData(5, 3, 2, 1, true, 1, 1)]
    [InlineData(6, 3, 2, 1, true, 0, 1)]
    [InlineData(6, 3, 2, 1, false, 1, 0)]
    [InlineData(6, 3, 1, 2, true, 2, 2)]
    [InlineData(5, 1, 3, 1, true, 0, 0)]
    public void Same_pads_evenly_with_the_odd_pixel_on_one_side(
        int input, int kernel, int stride, int dilation, bool upper, int begin, int end)
    {
        var window = WindowAxis.Same(kernel, stride, dilation, input, upper);

        Assert.Equal(new WindowAxis(kernel, stride, dilation, begin, end), window);
        Assert.Equal((int)Math.Ceiling((double)input / stride), window.Outputs(input));
    }

    [Fact]
    public void A_record_has_the_same_padding_at_both_ends()
    {
        var window = Window2d.Of(new Window(new Size2d(1, 2), new Size2d(3, 4), new Size2d(5, 6), new Size2d(7, 8)));

        Assert.Equal(new WindowAxis(1, 3, 7, 5, 5), window.Rows);
        Assert.Equal(new WindowAxis(2, 4, 8, 6, 6), window.Columns);
    }

    [Fact]
    public void Floor_and_ceiling_agree_with_counting() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 5], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[0, 3])
            .Sample((input, kernel, stride, dilation, begin, end) =>
            {
                // no window lies in the padding alone
                var window = new WindowAxis(kernel, stride, dilation, begin, Math.Min(end, dilation * (kernel - 1)));
                end = window.PadEnd;

                Assert.Equal(Count(window, input, start => start + window.Span <= begin + input + end), window.Outputs(input));
                Assert.Equal(
                    Count(window, input, start => start < begin + input && start - stride + window.Span < begin + input + end),
                    window.Outputs(input, ceiling: true));
            });

    // Four taps on five pixels, five results: three pixels of padding, of which two stand on the side that is asked for.
    [Theory]
    [InlineData(true, 1, 2)]
    [InlineData(false, 2, 1)]
    public void Same_padding_puts_the_odd_pixel_where_it_is_asked_for(bool upper, int begin, int end) =>
        Assert.Equal(new WindowAxis(4, 1, 1, begin, end), WindowAxis.Same(kernel: 4, stride: 1, dilation: 1, input: 5, upper));

    // Windows from the first on, while they are allowed.
    private static int Count(WindowAxis window, int input, Func<int, bool> allowed)
    {
        var count = 0;
        while (allowed(count * window.Stride))
            count++;
        return count;
    }
}
