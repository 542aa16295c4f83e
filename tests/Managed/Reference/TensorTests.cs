using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Managed.Reference.Support;

namespace TorchBasics.Tests.Managed.Reference;

public class TensorTests
{
    [Fact]
    public void Elements_lie_in_row_major_order()
    {
        var elements = Enumerable.Range(0, 2 * 3 * 4 * 5).Select(i => (double)i).ToArray();

        Assert.Equal(7, Arrays.Of([120], elements)[7].Value);
        Assert.Equal((1 * 60) + 7, Arrays.Of([2, 60], elements)[1, 7].Value);
        Assert.Equal((((1 * 3) + 2) * 20) + 7, Arrays.Of([2, 3, 20], elements)[1, 2, 7].Value);
        Assert.Equal((((((1 * 3) + 2) * 4) + 3) * 5) + 4, Arrays.Of([2, 3, 4, 5], elements)[1, 2, 3, 4].Value);
    }

    [Fact]
    public void An_element_can_be_written()
    {
        var array = new Tensor<Float64>(2, 3);

        array[1, 2] = new(5);

        Assert.Equal([0, 0, 0, 0, 0, 5], array.ToDoubles());
        Assert.Equal(2, array.Rank);
        Assert.Equal("[2, 3]", array.ToString());
    }

    [Fact]
    public void A_view_shares_memory_and_a_copy_does_not()
    {
        var array = new Tensor<Float64>(2, 3);
        var (view, copy) = (array.Reshape(3, 2), array.Clone());

        array[0, 0] = new(1);

        Assert.Equal([3, 2], view.Sizes.ToArray());
        Assert.Equal(1, view[0, 0].Value);
        Assert.Equal(0, copy[0, 0].Value);
        Assert.Equal([2, 3], copy.Sizes.ToArray());
        Assert.Equal([2, 3], array.ZerosLike().Sizes.ToArray());
    }

    [Fact]
    public void Sizes_and_elements_that_do_not_fit_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor<Float64>.From([2, 3], [1, 2, 3, 4, 5]));
        var pair = Assert.Throws<ArgumentException>(
            () => new Tensor<Float64>(2, 3).Zip(new Tensor<Float64>(3, 2), (x, y) => x + y));

        Assert.StartsWith("[2, 3] needs 6 elements; got 5.", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("The arrays have sizes [2, 3] and [3, 2]; expected the same.", pair.Message, StringComparison.Ordinal);
        Assert.Throws<OverflowException>(() => new Tensor<Float64>(1 << 16, 1 << 16));
    }

    [Fact]
    public void Functions_apply_element_by_element()
    {
        var (x, y) = (Arrays.Of([2], 1, 2), Arrays.Of([2], 10, 20));

        Assert.Equal([11, 22], x.Zip(y, (a, b) => a + b).ToDoubles());
        Assert.Equal([2, 4], x.Map(a => a + a).ToDoubles());
        Assert.Equal([1, 2], x.To<Rational>().ToDoubles());
    }

    [Fact]
    public void No_axis_at_all_holds_one_number() => Assert.Equal(1, new Tensor<Float64>().Elements.Length);
}
