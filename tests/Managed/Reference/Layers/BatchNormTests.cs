using TorchBasics.Core.Errors;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Managed.Reference.Support;
using Described = TorchBasics.Core.Layers;
using Single = TorchBasics.Reference.Numbers.Rounded<TorchBasics.Reference.Numbers.Binary32>;

namespace TorchBasics.Tests.Managed.Reference.Layers;

/// <summary>
/// Batch normalization against PyTorch, against derivatives that no hand wrote, and its bound against the forms that engines
/// compute.
/// </summary>
public class BatchNormTests
{
    // Recipe (PyTorch 1.13, double precision): bn = torch.nn.BatchNorm2d(2, eps=0.25, momentum=0.3).double() with the arrays
    // below; y = bn.eval()(x); torch.autograd.grad(y, [x, bn.weight, bn.bias], g); the same for bn.train(), then bn.running_mean,
    // bn.running_var.
    private static readonly Described.BatchNorm2d Layer = new("bn", 2, eps: 0.25, momentum: 0.3);
    private static readonly Tensor<Float64> X = Arrays.Of([3, 2, 1, 2], 1, -2, 0.5, 3, 2, 4, -1, 0.25, 6, -3, 0.75, 5);
    private static readonly Tensor<Float64> G = Arrays.Of([3, 2, 1, 2], 1, 2, -1, 0.5, -2, 1, 3, -0.5, 0.25, 1, 2, -1);
    private static readonly Tensor<Float64>[] Own =
        [Arrays.Of([2], 2, -0.5), Arrays.Of([2], 0.25, 1), Arrays.Of([2], 0.5, -1), Arrays.Of([2], 4, 0.75)];

    [Fact]
    public void Evaluation_is_that_of_PyTorch()
    {
        var y = ReferenceLayer.Forward(Layer, Own, X);
        var gradients = ReferenceLayer.Backward(Layer, Own, X, y, G);

        Arrays.AssertClose(
            [3, 2, 1, 2],
            [0.7350712500726659, -2.17535625036333, 0.25, -1.0, 1.7052137502179978, 3.6454987505086613, 1.0, 0.375,
                5.585783750799325, -3.1454987505086613, 0.125, -2.0],
            y);
        Arrays.AssertClose(
            [3, 2, 1, 2],
            [0.9701425001453319, 1.9402850002906638, 0.5, -0.25, -1.9402850002906638, 0.9701425001453319, -1.5, 0.25,
                0.24253562503633297, 0.9701425001453319, -1.0, 0.5],
            gradients.Input);
        Arrays.AssertClose([2], [-2.9710614066950787, -2.625], gradients.Parameters[0]);
        Arrays.AssertClose([2], [3.25, 3.0], gradients.Parameters[1]);
    }

    [Fact]
    public void Training_is_that_of_PyTorch()
    {
        var y = ReferenceLayer.Forward(Layer, Own, X, LayerState.Training);
        var gradients = ReferenceLayer.Backward(Layer, Own, X, y, G, LayerState.Training);
        var buffers = ReferenceLayer.Buffers(Layer, Own, X);

        Arrays.AssertClose(
            [3, 2, 1, 2],
            [
                0.0406304309639145, -1.843695690360855, 1.2230544540547985, 0.6147241248144389, 0.668739138072171,
                1.924956552288684,
                1.5880526515990143, 1.2838874869788346, 3.181173966505197, -2.4718043974691115, 1.1622214211307627,
                0.12805986142215123,
            ],
            y);
        Arrays.AssertClose(
            [3, 2, 1, 2],
            [
                0.25748154877006274, 0.6119757779873254, 0.4519454107201817, -0.15018155003121383, -1.535639746591042,
                0.5310960266610567,
                -0.37910585814008585, 0.35399222119282775, 0.2424241482571936, -0.10733775508459588, -0.3017638606889678,
                0.02511363694725817,
            ],
            gradients.Input);
        Arrays.AssertClose([2], [-2.7741467897281327, -4.805809600998841], gradients.Parameters[0]);
        Arrays.AssertClose([2], [3.25, 3.0], gradients.Parameters[1]);
        Arrays.AssertClose([2], [0.75, -0.27499999999999997], buffers[0]);
        Arrays.AssertClose([2], [6.359999999999999, 1.9549999999999998], buffers[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hand_written_gradients_agree_with_duals_and_differences(bool training)
    {
        Proof.GradientIsRight(
            new Function(Pictures, training), Arrays.Random(1, 3, 2, 4, 2), Arrays.Random(2, 2), Arrays.Random(3, 2));
        Proof.GradientIsRight(new Function(Vectors, training), Arrays.Random(4, 7, 3), Arrays.Random(5, 3), Arrays.Random(6, 3));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_float32_engine_leaves_the_bound_and_the_bound_is_used(bool training)
    {
        Bounds.Hold(
            new Function(Pictures, training), 0.05, Arrays.Random(1, 3, 2, 4, 2), Arrays.Random(2, 2), Arrays.Random(3, 2));
        Bounds.Hold(new Function(Vectors, training), 0.05, Arrays.Random(4, 7, 3), Arrays.Random(5, 3), Arrays.Random(6, 3));
    }

    // Far from zero the two forms differ much: x s + (b - m s) cancels, (x - m) s + b does not.
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(30_000)]
    public void The_bound_of_evaluation_covers_both_forms_that_engines_compute(float mean)
    {
        var layer = new Described.BatchNorm1d("bn", 1, eps: 0.01);
        foreach (var seed in Enumerable.Range(1, 50))
        {
            var numbers = Arrays.Random((ulong)seed, 5).ToDoubles();
            var (x, m) = ((float)(mean + numbers[0]), (float)(mean + numbers[1]));
            var (w, b, v) = ((float)numbers[2], (float)numbers[3], (float)Math.Abs(numbers[4]));
            var scale = w / MathF.Sqrt(v + (float)layer.Eps);
            var bounds = ReferenceLayer.Forward(
                layer, [Exactly(w), Exactly(b), Exactly(m), Exactly(v)], Exactly(x).Reshape(1, 1));

            Assert.InRange(Bounds.Used(bounds, [((x - m) * scale) + b]), 0, 1);
            Assert.InRange(Bounds.Used(bounds, [(x * scale) + (b - (m * scale))]), 0, 1);
            Assert.InRange(Bounds.Used(bounds, [MathF.FusedMultiplyAdd(x, scale, b - (m * scale))]), 0, 1);
        }
    }

    [Fact]
    public void One_value_per_channel_cannot_be_trained_on()
    {
        var (layer, x) = (new Described.BatchNorm1d("bn", 2), Arrays.Of([1, 2], 3, 4));

        Assert.Throws<ShapeException>(() => ReferenceLayer.Forward(layer, Own, x, LayerState.Training));
        Assert.Throws<ShapeException>(() => ReferenceLayer.Buffers(layer, Own, x));
        Assert.Equal([1, 2], ReferenceLayer.Forward(layer, Own, x).Sizes.ToArray());
    }

    private static Described.BatchNorm2d Pictures { get; } = new("bn", 2, eps: 0.03);

    private static Described.BatchNorm1d Vectors { get; } = new("bn", 3);

    private static Tensor<Single> Exactly(float value) => Tensor<Single>.Over([1], [Single.Exactly(value)]);

    /// <summary>A normalization; inputs are x, weight and bias, since nobody asks for the gradient of statistics.</summary>
    private sealed record Function(Described.BatchNorm Layer, bool IsTraining) : IFunction
    {
        private LayerState State => IsTraining ? LayerState.Training : LayerState.Evaluation;

        public Tensor<T> Forward<T>(IReadOnlyList<Tensor<T>> inputs)
            where T : struct, IReal<T> => ReferenceLayer.Forward(Layer, All(inputs), inputs[0], State);

        public IReadOnlyList<Tensor<T>> Backward<T>(IReadOnlyList<Tensor<T>> inputs, Tensor<T> gradY)
            where T : struct, IReal<T>
        {
            var gradients = ReferenceLayer.Backward(Layer, All(inputs), inputs[0], Forward(inputs), gradY, State);
            return [gradients.Input, .. gradients.Parameters];
        }

        private List<Tensor<T>> All<T>(IReadOnlyList<Tensor<T>> inputs)
            where T : struct, IReal<T> =>
            [.. inputs.Skip(1), Arrays.Random(7, Layer.Channels).To<T>(), Arrays.Random(8, Layer.Channels)
                .Map(value => new Float64((float)Math.Abs(value.Value))).To<T>()];
    }
}
