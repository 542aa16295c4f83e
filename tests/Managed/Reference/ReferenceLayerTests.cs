using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Managed.Reference.Support;

namespace TorchBasics.Tests.Managed.Reference;

/// <summary>That a description finds its own function, with its own options.</summary>
public class ReferenceLayerTests
{
    private static readonly Tensor<Float64> X = Arrays.Of([1, 1, 1, 3], 1, -2, 3);

    public static TheoryData<Layer, double[]> Layers => new()
    {
        { new MaxPool2d(new Size2d(1, 2), new Size2d(1, 2), 0, ceilMode: true), [1, 3] },
        { new MaxPool2d(new Size2d(1, 2), new Size2d(1, 2), 0, ceilMode: false), [1] },
        {
            new AvgPool2d(new Size2d(1, 2), new Size2d(1, 2), new Size2d(0, 1), ceilMode: false, countIncludePad: true),
            [0.5, 0.5]
        },
        {
            new AvgPool2d(new Size2d(1, 2), new Size2d(1, 2), new Size2d(0, 1), ceilMode: false, countIncludePad: false),
            [1, 0.5]
        },
        { new AvgPool2d(new Size2d(1, 2), new Size2d(1, 2), 0, ceilMode: true, countIncludePad: true), [-0.5, 3] },
        { new GlobalAvgPool2d(), [2 / 3.0] },
        { new ConstantPad2d(new Size2d(0, 1), 9), [9, 1, -2, 3, 9] },
        { new Flatten(), [1, -2, 3] },
        { new Dropout(0.5), [1, -2, 3] },
        { new Step(), [1, 0, 1] },
        { new Relu(), [1, 0, 3] },
        { new Tanh(), [0.7615941559557649, -0.9640275800758169, 0.9950547536867305] }, // Python 3.11, math.tanh
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Layers_without_parameters(Layer layer, double[] expected) =>
        Assert.Equal(
            expected,
            ReferenceLayer.Forward(layer, [], X).ToDoubles().Select(value => Math.Round(value, 15)).ToArray(),
            new Near());

    [Fact]
    public void A_dropout_in_evaluation_is_a_copy_both_ways()
    {
        var layer = new Dropout(0.5);

        ReferenceLayer.Forward(layer, [], X).Elements.Clear();
        var gradient = ReferenceLayer.Backward(layer, [], X, X, X).Input;

        Assert.Equal([1, -2, 3], X.ToDoubles());
        Assert.Equal([1, -2, 3], gradient.ToDoubles());
        gradient.Elements.Clear();
        Assert.Equal([1, -2, 3], X.ToDoubles());
    }

    [Fact]
    public void A_dropout_in_training_takes_its_mask_and_its_probability()
    {
        var layer = new Dropout(0.75);

        Assert.Equal([4, 0, 12], ReferenceLayer.Forward(layer, [], X, LayerState.Keeping([true, false, true])).ToDoubles());
        Assert.Equal(
            [0, -8, 0], ReferenceLayer.Backward(layer, [], X, X, X, LayerState.Keeping([false, true, false])).Input.ToDoubles());
    }

    [Fact]
    public void A_step_learns_nothing() =>
        Assert.Equal([0, 0, 0], ReferenceLayer.Backward(new Step(), [], X, X, X).Input.ToDoubles());

    [Fact]
    public void A_lift_runs_its_inner_layers_and_finds_their_gradients()
    {
        // y = (x, relu(2 x + 1)) at x = 3: (3, 7); dL/dx = 1 + 10 * 2, dL/dw = 10 * 3, dL/db = 10 with an upstream of (1, 10).
        var lift = new Lift(new Linear("fc", 1, 1), new Relu());
        Tensor<Float64>[] parameters = [Arrays.Of([1, 1], 2), Arrays.Of([1], 1)];
        var x = Arrays.Of([1, 1], 3);

        var y = ReferenceLayer.Forward(lift, parameters, x);
        var gradients = ReferenceLayer.Backward(lift, parameters, x, y, Arrays.Of([1, 2], 1, 10));

        Assert.Equal([3, 7], y.ToDoubles());
        Assert.Equal([21], gradients.Input.ToDoubles());
        Assert.Equal([30], gradients.Parameters[0].ToDoubles());
        Assert.Equal([10], gradients.Parameters[1].ToDoubles());
    }

    // PyTorch 1.13.1: x, w1, b1, w2, b2 as below with requires_grad_(); F = torch.nn.functional;
    // y = x + F.linear(torch.relu(F.linear(x, w1, b1)), w2, b2); torch.autograd.grad(y, [x, w1, b1, w2, b2], torch.arange(1.,
    // 7).reshape(2, 3))
    [Fact]
    public void A_shortcut_with_layers_takes_the_place_of_the_input()
    {
        var residual = new Residual([new Linear("a", 2, 1), new Relu()], [new Linear("b", 2, 1)]);
        Tensor<Float64>[] parameters =
            [Arrays.Of([1, 2], 1, 2), Arrays.Of([1], -4), Arrays.Of([1, 2], 3, -1), Arrays.Of([1], 0.5)];
        var x = Arrays.Of([2, 2], 1, 2, 3, -1);

        var y = ReferenceLayer.Forward(residual, parameters, x);
        var gradients = ReferenceLayer.Backward(residual, parameters, x, y, Arrays.Of([2, 1], 1, 2));

        Assert.Equal([1 + 1.5, 0 + 10.5], y.ToDoubles());
        Assert.Equal([1 + 3, 2 - 1, 6, -2], gradients.Input.ToDoubles());
        Assert.Equal([1, 2], gradients.Parameters[0].ToDoubles());
        Assert.Equal([1], gradients.Parameters[1].ToDoubles());
        Assert.Equal([7, 0], gradients.Parameters[2].ToDoubles());
        Assert.Equal([3], gradients.Parameters[3].ToDoubles());
    }

    [Fact]
    public void A_residual_adds_what_its_branch_makes_of_the_input()
    {
        var residual = new Residual(new Linear("a", 3, 2), new Relu(), new Linear("b", 2, 3));
        Tensor<Float64>[] parameters = [Arrays.Of([2, 3], 1, 0, 2, -1, 1, 1), Arrays.Of([2], 1, -2),
            Arrays.Of([3, 2], 2, 1, 0, -1, 3, 1), Arrays.Of([3], 0, 5, -1)];
        var x = Arrays.Of([2, 3], 1, -2, 3, 0, 4, -1);

        var y = ReferenceLayer.Forward(residual, parameters, x);
        var gradients = ReferenceLayer.Backward(residual, parameters, x, y, Arrays.Of([2, 3], 1, 2, 3, 4, 5, 6));

        Assert.Equal([17, 3, 26, 1, 8, -1], y.ToDoubles());
        Assert.Equal([12, 2, 25, -1, 10, 11], gradients.Input.ToDoubles());
        Assert.Equal([11, -22, 33, 0, 20, -5], gradients.Parameters[0].ToDoubles());
        Assert.Equal([11, 5], gradients.Parameters[1].ToDoubles());
        Assert.Equal([8, 4, 16, 5, 24, 6], gradients.Parameters[2].ToDoubles());
        Assert.Equal([5, 7, 9], gradients.Parameters[3].ToDoubles());
    }

    // PyTorch 1.13.1: x, w1, b1, w2, b2 as below with requires_grad_(); F = torch.nn.functional;
    // y = torch.stack([torch.relu(F.linear(x, w1, b1)), F.linear(x, w2, b2)]).mean(0);
    // torch.autograd.grad(y, [x, w1, b1, w2, b2], torch.tensor([[2., 4.], [6., 8.]]))
    [Fact]
    public void An_ensemble_is_the_mean_of_what_its_members_make_of_the_input()
    {
        var ensemble = new Ensemble([new Linear("a", 2, 2), new Relu()], [new Linear("b", 2, 2)]);
        Tensor<Float64>[] parameters =
            [Arrays.Of([2, 2], 1, 2, -1, 0), Arrays.Of([2], -4, 2), Arrays.Of([2, 2], 3, -1, 0, 2), Arrays.Of([2], 0.5, 1)];
        var x = Arrays.Of([2, 2], 1, 2, 3, -1);

        var y = ReferenceLayer.Forward(ensemble, parameters, x);
        var gradients = ReferenceLayer.Backward(ensemble, parameters, x, y, Arrays.Of([2, 2], 2, 4, 6, 8));

        Assert.Equal([1.25, 3, 5.25, -0.5], y.ToDoubles());
        Assert.Equal([2, 5, 9, 5], gradients.Input.ToDoubles());
        Assert.Equal([1, 2, 2, 4], gradients.Parameters[0].ToDoubles());
        Assert.Equal([1, 2], gradients.Parameters[1].ToDoubles());
        Assert.Equal([10, -1, 14, 0], gradients.Parameters[2].ToDoubles());
        Assert.Equal([4, 6], gradients.Parameters[3].ToDoubles());
    }

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= 2e-15;

        public int GetHashCode(double obj) => 0;
    }
}
