using CsCheck;
using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Core.Layers;

public class WindowTests
{
    [Theory]
    [InlineData(28, 5, 1, 2, 1, false, 28)]
    [InlineData(28, 2, 2, 0, 1, false, 14)]
    [InlineData(5, 2, 2, 0, 1, false, 2)]
    [InlineData(5, 2, 2, 0, 1, true, 3)]
    [InlineData(7, 3, 1, 0, 2, false, 3)]
    [InlineData(4, 5, 1, 0, 1, false, 0)]
    [InlineData(2, 3, 2, 0, 1, true, 1)] // libtorch 2.10 returns one value here, the window reaching over the edge
    [InlineData(1, 3, 2, 0, 1, true, 0)]
    [InlineData(1, 2, 3, 1, 1, true, 1)] // a second window would start in the padding behind the picture
    public void The_output_size_is_that_of_the_formula(
        int input, int kernel, int stride, int padding, int dilation, bool ceiling, int expected) =>
        Assert.Equal(expected, new Window(kernel, stride, padding, dilation).Output(input, ceiling).Height);

    [Fact]
    public void The_output_size_is_the_number_of_places_where_the_window_fits()
    {
        // Padding is at most half the kernel, as pooling layers demand it: only then does rounding up have a meaning.
        var sizes = Gen.Int[1, 7].SelectMany(
            kernel => Gen.Select(Gen.Int[1, 30], Gen.Const(kernel), Gen.Int[1, 5], Gen.Int[0, kernel / 2], Gen.Int[1, 3]));
        Gen.Select(sizes, sizes, Gen.Bool).Sample((rows, columns, ceiling) =>
        {
            var window = new Window(
                new Size2d(rows.Item2, columns.Item2), new Size2d(rows.Item3, columns.Item3),
                new Size2d(rows.Item4, columns.Item4), new Size2d(rows.Item5, columns.Item5));

            var output = window.Output(new Size2d(rows.Item1, columns.Item1), ceiling);

            Assert.Equal(Count(rows, ceiling), output.Height);
            Assert.Equal(Count(columns, ceiling), output.Width);
        }, iter: 5000);
    }

    // Puts the window at 0, stride, 2 stride, ... of the padded line. Rounding down, it must lie inside; rounding up, it may
    // reach over the end by less than a stride, but must begin before the padding at the end does.
    private static int Count((int Input, int Kernel, int Stride, int Padding, int Dilation) size, bool ceiling)
    {
        var (count, padded) = (0, size.Input + (2 * size.Padding));
        for (var start = 0; start < padded; start += size.Stride)
        {
            var beyond = start + (size.Dilation * (size.Kernel - 1)) + 1 - padded;
            if (ceiling ? beyond < size.Stride && start < size.Input + size.Padding : beyond <= 0)
                count++;
        }

        return count;
    }
}
