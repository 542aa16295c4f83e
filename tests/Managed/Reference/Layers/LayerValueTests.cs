using TorchBasics.Reference.Layers;
using TorchBasics.Tests.Managed.Reference.Support;

namespace TorchBasics.Tests.Managed.Reference.Layers;

/// <summary>Values and gradients worked out by hand, small enough to redo on paper.</summary>
public class LayerValueTests
{
    private static readonly WindowAxis One = new(1, 1, 1, 0, 0);

    [Fact]
    public void A_fully_connected_layer()
    {
        var x = Arrays.Of([2, 3], 1, 2, 3, -1, 0, 4);
        var w = Arrays.Of([2, 3], 1, 0, -1, 2, 5, 0.5);

        var y = Linear.Forward(x, w, Arrays.Of([2], 10, 20));
        var gradients = Linear.Backward(x, w, Arrays.Of([2, 2], 1, -2, 3, 4));

        Arrays.AssertClose([2, 2], [10 + 1 - 3, 20 + 2 + 10 + 1.5, 10 - 1 - 4, 20 - 2 + 2], y);
        Arrays.AssertClose([2, 3], [1 - 4, -10, -1 - 1, 3 + 8, 20, -3 + 2], gradients.Input);
        Arrays.AssertClose([2, 3], [1 - 3, 2, 3 + 12, -2 - 4, -4, -6 + 16], gradients.Parameters[0]);
        Arrays.AssertClose([2], [4, 2], gradients.Parameters[1]);
    }

    [Fact]
    public void A_convolution_does_not_flip_its_kernel_and_takes_zeros_outside()
    {
        // One row: 1 2 3 4 5. Two taps 10 and 100, two pixels apart, windows every second pixel, one zero in front, two behind:
        // windows at -1, 1, 3, 5 see (0, 2), (2, 4), (4, 0); (6 + 1) zeros: 8 padded pixels, span 3, (8 - 3) / 2 + 1 = 3.
        var x = Arrays.Of([1, 1, 1, 5], 1, 2, 3, 4, 5);
        var w = Arrays.Of([1, 1, 1, 2], 10, 100);
        var window = new Window2d(One, new WindowAxis(Kernel: 2, Stride: 2, Dilation: 2, PadBegin: 1, PadEnd: 2));

        var y = Conv2d.Forward(x, w, Arrays.Of([1], 7), window);
        var gradients = Conv2d.Backward(x, w, Arrays.Of([1, 1, 1, 3], 1, 2, 3), window);

        Arrays.AssertClose([1, 1, 1, 3], [207, 427, 47], y);
        Arrays.AssertClose([1, 1, 1, 5], [0, 100 + 20, 0, 200 + 30, 0], gradients.Input);
        Arrays.AssertClose([1, 1, 1, 2], [(2 * 2) + (3 * 4), (1 * 2) + (2 * 4)], gradients.Parameters[0]);
        Arrays.AssertClose([1], [6], gradients.Parameters[1]);
    }

    [Fact]
    public void A_convolution_sums_over_channels_and_keeps_rows_and_columns_apart()
    {
        // Channel 0: 1 2 / 3 4, channel 1: 5 6 / 7 8; kernel of 2 rows and 1 column.
        var x = Arrays.Of([1, 2, 2, 2], 1, 2, 3, 4, 5, 6, 7, 8);
        var w = Arrays.Of([1, 2, 2, 1], 1, 10, 100, 1000);

        var y = Conv2d.Forward(x, w, Arrays.Of([1], 0), new Window2d(One with { Kernel = 2 }, One));

        Arrays.AssertClose([1, 1, 1, 2], [1 + 30 + 500 + 7000, 2 + 40 + 600 + 8000], y);
    }

    // PyTorch 1.13.1: x, w and b as below with requires_grad_(); y = torch.nn.functional.conv2d(x, w, b, groups=2);
    // torch.autograd.grad(y, [x, w, b], torch.arange(1., 9).reshape(1, 4, 1, 2))
    [Fact]
    public void A_convolution_with_groups_keeps_them_apart()
    {
        var x = Arrays.Of([1, 4, 1, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        var w = Arrays.Of([4, 2, 1, 2], 1, 2, -1, 0, 3, 1, 0, 2, 1, 1, 1, 1, -2, 0, 5, 1);
        var window = new Window2d(One, One with { Kernel = 2 });

        var y = Conv2d.Forward(x, w, Arrays.Of([4], 10, 20, 30, 40), window);
        var gradients = Conv2d.Backward(x, w, Arrays.Of([1, 4, 1, 2], 1, 2, 3, 4, 5, 6, 7, 8), window);

        Arrays.AssertClose([1, 4, 1, 2], [11, 13, 35, 41, 66, 70, 87, 91], y);
        Arrays.AssertClose([1, 4, 1, 3], [10, 19, 8, -1, 4, 8, -9, -5, 6, 40, 58, 14], gradients.Input);
        Arrays.AssertClose(
            [4, 2, 1, 2], [5, 8, 14, 17, 11, 18, 32, 39, 83, 94, 116, 127, 113, 128, 158, 173], gradients.Parameters[0]);
        Arrays.AssertClose([4], [3, 7, 11, 15], gradients.Parameters[1]);
    }

    [Fact]
    public void A_partial_convolution_sees_the_channels_of_its_table_alone()
    {
        // Three channels of one pixel: 2, 3, 5. Output 0 sees channels 0 and 2, output 1 channel 1.
        var x = Arrays.Of([1, 3, 1, 1], 2, 3, 5);
        var w = Arrays.Of([3, 1, 1], 10, 100, 7);
        int[][] table = [[0, 2], [1]];

        var y = PartialConv2d.Forward(x, w, Arrays.Of([2], 1, -1), table);
        var gradients = PartialConv2d.Backward(x, w, Arrays.Of([1, 2, 1, 1], 1, 2), table);

        Arrays.AssertClose([1, 2, 1, 1], [1 + 20 + 500, -1 + 21], y);
        Arrays.AssertClose([1, 3, 1, 1], [10, 14, 100], gradients.Input);
        Arrays.AssertClose([3, 1, 1], [2, 5, 6], gradients.Parameters[0]);
        Arrays.AssertClose([2], [1, 2], gradients.Parameters[1]);
    }

    [Fact]
    public void A_subsampling_weighs_the_sum_of_each_window()
    {
        // 1 2 3 / 4 5 6: one window of 2 x 2 fits, the third column fills none.
        var x = Arrays.Of([1, 1, 2, 3], 1, 2, 3, 4, 5, 6);
        var window = new Window2d(new WindowAxis(2, 2, 1, 0, 0), new WindowAxis(2, 2, 1, 0, 0));

        var y = Subsampling.Forward(x, Arrays.Of([1], 0.5), Arrays.Of([1], 3), window);
        var gradients = Subsampling.Backward(x, Arrays.Of([1], 0.5), Arrays.Of([1, 1, 1, 1], 4), window);

        Arrays.AssertClose([1, 1, 1, 1], [3 + (0.5 * 12)], y);
        Arrays.AssertClose([1, 1, 2, 3], [2, 2, 0, 2, 2, 0], gradients.Input);
        Arrays.AssertClose([1], [48], gradients.Parameters[0]);
        Arrays.AssertClose([1], [4], gradients.Parameters[1]);
    }

    [Fact]
    public void Rbf_units_measure_squared_distances()
    {
        var (x, w) = (Arrays.Of([1, 2], 1, 2), Arrays.Of([2, 2], 1, -1, 4, 2));

        var y = RbfOutput.Forward(x, w);
        var gradients = RbfOutput.Backward(x, w, Arrays.Of([1, 2], 1, 10));

        Arrays.AssertClose([1, 2], [-9, -9], y);
        Arrays.AssertClose([1, 2], [60, -6], gradients.Input);
        Arrays.AssertClose([2, 2], [0, 6, -60, 0], gradients.Parameters[0]);
    }

    [Fact]
    public void The_mean_of_a_picture()
    {
        var x = Arrays.Of([1, 2, 1, 4], 1, 2, 3, 6, -1, -1, -1, 1);

        Arrays.AssertClose([1, 2], [3, -0.5], GlobalAvgPool2d.Forward(x));
        Arrays.AssertClose([1, 2, 1, 4], [1, 1, 1, 1, 2, 2, 2, 2], GlobalAvgPool2d.Backward(x, Arrays.Of([1, 2], 4, 8)).Input);
    }

    [Fact]
    public void A_frame_of_unequal_sides()
    {
        var x = Arrays.Of([1, 1, 1, 2], 1, 2);

        var y = ConstantPad2d.Forward(x, rows: 1, columns: 2, value: -7);

        Arrays.AssertClose([1, 1, 3, 6], [-7, -7, -7, -7, -7, -7, -7, -7, 1, 2, -7, -7, -7, -7, -7, -7, -7, -7], y);
        Arrays.AssertClose([1, 1, 1, 2], [1, 2], ConstantPad2d.Backward(x, y, 1, 2).Input);
    }

    [Fact]
    public void A_row_of_all_channels()
    {
        var x = Arrays.Random(1, 2, 3, 1, 2);

        Arrays.AssertClose([2, 6], x.ToDoubles(), Flatten.Forward(x));
        Arrays.AssertClose([2, 3, 1, 2], x.ToDoubles(), Flatten.Backward(x, Flatten.Forward(x)).Input);
    }

    [Fact]
    public void Dropout_enlarges_what_it_keeps()
    {
        bool[] kept = [true, false, true];

        Arrays.AssertClose([1, 3], [2, 0, -4], Dropout.Forward(Arrays.Of([1, 3], 1, 2, -2), kept, 0.5));
        Arrays.AssertClose([1, 3], [4, 0, 4], Dropout.Backward(Arrays.Of([1, 3], 3, 3, 3), kept, 0.25).Input);
    }

    [Fact]
    public void A_lift_appends_what_it_computes()
    {
        var (x, added) = (Arrays.Of([2, 1], 1, 2), Arrays.Of([2, 2], 3, 4, 5, 6));

        Arrays.AssertClose([2, 3], [1, 3, 4, 2, 5, 6], Lift.Forward(x, added));
        Arrays.AssertClose([2, 2], [2, 3, 5, 6], Lift.GradientOfAdded(x, Arrays.Of([2, 3], 1, 2, 3, 4, 5, 6)));
        Arrays.AssertClose([2, 1], [11, 24], Lift.Backward(Arrays.Of([2, 1], 10, 20), Arrays.Of([2, 3], 1, 2, 3, 4, 5, 6)));
    }

    // With padding 1 and windows of 3 every 2 pixels over 1 2 3 4 5 6: the padded row is 0 1 2 3 4 5 6 0, windows begin at 0,
    // 2, 4 and, in the ceiling mode, at 6, where it holds 6 and a zero and hangs out by one.
    [Theory]
    [InlineData(false, true, 3, new[] { 3 / 3.0, 9 / 3.0, 15 / 3.0 })]
    [InlineData(false, false, 3, new[] { 3 / 2.0, 9 / 3.0, 15 / 3.0 })]
    [InlineData(true, true, 4, new[] { 3 / 3.0, 9 / 3.0, 15 / 3.0, 6 / 2.0 })]
    [InlineData(true, false, 4, new[] { 3 / 2.0, 9 / 3.0, 15 / 3.0, 6 / 1.0 })]
    public void What_a_mean_divides_by(bool ceiling, bool countIncludePad, int outputs, double[] expected)
    {
        var x = Arrays.Of([1, 1, 1, 6], 1, 2, 3, 4, 5, 6);

        var y = AvgPool2d.Forward(x, new Window2d(One, new WindowAxis(3, 2, 1, 1, 1)), ceiling, countIncludePad);

        Arrays.AssertClose([1, 1, 1, outputs], expected, y);
    }
}
