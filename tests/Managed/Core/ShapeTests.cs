using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Core;

public class ShapeTests
{
    [Fact]
    public void A_shape_lists_its_sizes_and_counts_its_elements()
    {
        Shape shape = [3, 28, 29];

        Assert.Equal([3, 28, 29], shape);
        Assert.Equal((3, 29, 3L * 28 * 29), (shape.Count, shape[2], shape.Elements));
    }

    [Fact]
    public void A_shape_without_axes_is_one_number() => Assert.Equal(1, Shape.Create().Elements);

    [Fact]
    public void It_is_written_with_the_batch_axis() => Assert.Equal("[N, 1, 28, 28]", Shape.Create(1, 28, 28).ToString());

    [Fact]
    public void Shapes_are_equal_when_their_sizes_are()
    {
        Shape shape = [2, 3];

        Assert.True(shape.Equals((object)Shape.Create(2, 3)));
        Assert.Equal(shape.GetHashCode(), Shape.Create(2, 3).GetHashCode());
        Assert.NotEqual(shape, [3, 2]);
        Assert.NotEqual(shape, [2, 3, 1]);
        Assert.False(shape.Equals(null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_size_below_1_is_refused(int size) => Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Create(2, size));

    [Fact]
    public void More_elements_than_can_be_counted_are_refused()
    {
        Assert.Equal((long)int.MaxValue * int.MaxValue * 2, Shape.Create(int.MaxValue, int.MaxValue, 2).Elements);
        Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Create(int.MaxValue, int.MaxValue, 3));
    }

    [Fact]
    public void The_sizes_given_can_change_afterwards()
    {
        var sizes = new[] { 1, 2 };
        var shape = Shape.Create(sizes);

        sizes[0] = 9;

        Assert.Equal([1, 2], shape);
    }
}
