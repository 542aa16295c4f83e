using CsCheck;
using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Core;

public class ReceptiveFieldTests
{
    [Fact]
    public void The_layers_of_LeNet5_see_5_6_14_16_and_32_pixels()
    {
        // LeCun et al. 1998, section II.B: C5 sees the whole input of 32x32; the steps between by the recurrence by hand.
        var c1 = ReceptiveField.OnePixel.Through(5, 1, 1);
        var s2 = c1.Through(2, 2, 1);
        var c3 = s2.Through(5, 1, 1);
        var s4 = c3.Through(2, 2, 1);
        var c5 = s4.Through(5, 1, 1);

        Assert.Equal([5, 6, 14, 16, 32], new[] { c1, s2, c3, s4, c5 }.Select(field => field.Size.Height));
        Assert.Equal(4, c5.Step.Width);
    }

    [Fact]
    public void Height_and_width_are_counted_apart()
    {
        var field = ReceptiveField.OnePixel.Through(new Size2d(3, 1), new Size2d(2, 5), new Size2d(4, 1))
            .Through(new Size2d(2, 2), 1, 1);

        Assert.Equal(new Size2d(1 + (2 * 4) + 2, 1 + 0 + 5), field.Size);
        Assert.Equal(new Size2d(2, 5), field.Step);
    }

    [Fact]
    public void The_field_is_the_set_of_pixels_that_reach_an_output() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 3]).Array[1, 4].Sample(windows =>
        {
            var field = windows.Aggregate(
                ReceptiveField.OnePixel, (inner, window) => inner.Through(window.Item1, window.Item2, window.Item3));

            var first = Pixels(windows, output: 0);
            var second = Pixels(windows, output: 1);

            Assert.Equal(field.Size.Height, first.Max() - first.Min() + 1);
            Assert.Equal(field.Step.Height, second.Min() - first.Min());
        });

    // Walks back from one output through every window (kernel, stride, dilation) to the input pixels.
    private static HashSet<int> Pixels(IReadOnlyList<(int Kernel, int Stride, int Dilation)> windows, int output)
    {
        HashSet<int> places = [output];
        foreach (var (kernel, stride, dilation) in windows.Reverse())
            places =
                [.. places.SelectMany(place => Enumerable.Range(0, kernel).Select(cell => (place * stride) + (cell * dilation)))];
        return places;
    }
}
