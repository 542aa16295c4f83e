using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Rounding;
using Number = TorchBasics.Reference.Numbers.Rounded<TorchBasics.Reference.Numbers.Binary32>;

namespace TorchBasics.Tests.Managed.Reference.Rounding;

public sealed class UndecidedTests
{
    private static readonly Tensor<Number> One = Vector(Number.Exactly(1));

    [Theory]
    [InlineData(0.05, 0.1, true)]
    [InlineData(-0.1, 0.1, true)]
    [InlineData(0.2, 0.1, false)]
    [InlineData(0, 0, false)] // everyone finds the same there
    public void Rounding_decides_a_jump_within_its_reach(double value, double error, bool open)
    {
        var x = Vector(Number.Exactly(7), Number.Within(value, error));

        Assert.Equal(open, Undecided.Forward(new Step(), [], x));
        Assert.False(Undecided.Backward(new Step(), [], x)); // it has no gradient that could go either way
    }

    [Fact]
    public void Rounding_decides_the_slope_at_a_kink_and_not_the_value()
    {
        var x = Vector(Number.Within(0.05, 0.1));

        Assert.True(Undecided.Backward(new Relu(), [], x));
        Assert.False(Undecided.Forward(new Relu(), [], x));
    }

    [Theory]
    [InlineData(0.9, 0.1, true)]
    [InlineData(0.8, 0.1, false)]
    [InlineData(1, 0, false)] // a tie without errors, which everyone breaks alike
    public void Rounding_decides_which_of_two_maxima_gets_the_gradient(double second, double error, bool open)
    {
        var x = Tensor<Number>.Over([1, 1, 1, 3], [Number.Exactly(1), Number.Within(second, error), Number.Exactly(-5)]);
        var pool = new MaxPool2d(new Size2d(1, 3), new Size2d(1, 3));

        Assert.Equal(open, Undecided.Backward(pool, [], x));
        Assert.False(Undecided.Forward(pool, [], x));
    }

    [Fact]
    public void Layers_within_a_residual_count_too()
    {
        var residual = new Residual(new Linear("fc", 1, 1), new Relu());
        var weight = Tensor<Number>.Over([1, 1], [Number.Exactly(1)]);

        Assert.True(Undecided.Backward(residual, [weight, Vector(Number.Within(-1, 0.1)).Reshape(1)], One));
        Assert.False(Undecided.Backward(residual, [weight, Vector(Number.Exactly(2)).Reshape(1)], One));
        Assert.False(Undecided.Forward(residual, [weight, Vector(Number.Within(-1, 0.1)).Reshape(1)], One));
    }

    [Fact]
    public void A_network_has_no_bounds_where_rounding_decides_it()
    {
        var network = new Architecture("steps", [1], new Linear("fc", 1, 1), new Step());
        var weight = Tensor<Number>.Over([1, 1], [Number.Exactly(0.1)]);

        var near = BoundedForward.Run(network, [[weight, Vector(Number.Exactly(-0.1)).Reshape(1)], []], One);
        var far = BoundedForward.Run(network, [[weight, Vector(Number.Exactly(3)).Reshape(1)], []], One);

        Assert.Null(near); // 0.1 - 0.1: the product may have been rounded
        Assert.Equal((1, 0), (far!.Elements[0].Value, far.Elements[0].Error));
    }

    [Fact]
    public void Bounds_grow_from_layer_to_layer()
    {
        var weight = Tensor<Number>.Over([1, 1], [Number.Exactly(0.1)]);
        var bias = Vector(Number.Exactly(0)).Reshape(1);

        var one = new Architecture("one", [1], new Linear("a", 1, 1));
        var two = new Architecture("two", [1], new Linear("a", 1, 1), new Linear("b", 1, 1));

        var once = BoundedForward.Run(one, [[weight, bias]], One)!.Elements[0];
        var twice = BoundedForward.Run(two, [[weight, bias], [weight, bias]], One)!.Elements[0];

        Assert.Equal((0.1, 0.1 * 0.1), (once.Value, twice.Value));
        Assert.InRange(once.Error / once.Value, 1e-8, 2e-7);
        Assert.True(twice.Error / twice.Value > once.Error / once.Value);
    }

    private static Tensor<Number> Vector(params Number[] values) => Tensor<Number>.Over([1, values.Length], values);
}
