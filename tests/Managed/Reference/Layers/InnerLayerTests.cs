using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Managed.Reference.Support;

namespace TorchBasics.Tests.Managed.Reference.Layers;

/// <summary>Layers that train otherwise than they evaluate, within a lift or a residual.</summary>
public sealed class InnerLayerTests
{
    private static readonly BatchNorm2d Norm = new("bn", 3, eps: 0.25, momentum: 0.3);

    public static TheoryData<string, Layer, int[], LayerState> Cases => new()
    {
        { "evaluation", Pictures, [3, 2, 4, 3], LayerState.Evaluation },
        { "training", Pictures, [3, 2, 4, 3], LayerState.Around(
            [LayerState.Training, LayerState.Training, LayerState.Training, Keeping(3 * 3 * 4 * 3), LayerState.Training]) },
        { "projection in evaluation", Projected, [3, 2, 4, 3], LayerState.Evaluation },
        { "projection", Projected, [3, 2, 4, 3], LayerState.Around(
            [.. Enumerable.Repeat(LayerState.Training, 5), Keeping(3 * 3 * 2 * 2), LayerState.Training]) },
        { "in another", Nested, [5, 3], LayerState.Around(
            [LayerState.Training, LayerState.Around([LayerState.Training, Keeping(5 * 4)]), LayerState.Training]) },
        { "ensemble", Members, [6, 3], LayerState.Around(
            [LayerState.Training, LayerState.Training, Keeping(6 * 4), LayerState.Training, LayerState.Training,
                LayerState.Training, LayerState.Training]) },
        { "lift", new Lift(new Linear("a", 3, 2), new Tanh(), new Dropout(0.3)), [4, 3],
            LayerState.Around([LayerState.Training, LayerState.Training, Keeping(4 * 2)]) },
        { "normalizing lift", new Lift(new BatchNorm1d("a", 3, eps: 0.1), new Tanh()), [6, 3], LayerState.Training },
    };

    // A bias right before a normalization would have no gradient but rounding.
    private static Residual Pictures { get; } = new(
        new Conv2d("a", 2, 3, kernel: 3, stride: 1, padding: 1),
        new Silu(),
        Norm,
        new Dropout(0.25),
        new Conv2d("b", 3, 2, kernel: 1, stride: 1, padding: 0));

    private static Residual Projected { get; } = new(
        [new Conv2d("a", 2, 4, kernel: 3, stride: 2, padding: 1), new Silu(), new BatchNorm2d("bn1", 4, eps: 0.2),
            new Conv2d("b", 4, 3, kernel: 3, stride: 1, padding: 1)],
        [new Conv2d("c", 2, 3, kernel: 1, stride: 2, padding: 0), new Dropout(0.2), new BatchNorm2d("bn2", 3, eps: 0.1)]);

    private static Ensemble Members { get; } = new(
        [new Linear("a", 3, 4), new Silu(), new Dropout(0.25), new Linear("b", 4, 2), new Softmax()],
        [new BatchNorm1d("bn", 3, eps: 0.2), new Linear("c", 3, 2)]);

    private static Residual Nested { get; } = new(
        new Linear("a", 3, 4), new Residual(new BatchNorm1d("bn", 4, eps: 0.2), new Dropout(0.5)), new Linear("b", 4, 3));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_agree_with_duals_and_differences_and_bounds_hold(
        string name, Layer layer, int[] sizes, LayerState state)
    {
        Tensor<Float64>[] inputs =
            [Arrays.Random(1, sizes), .. layer.Trainable.Select((spec, k) => Arrays.Random((ulong)k + 2, [.. spec.Shape]))];
        var function = new Function(layer, state);

        Proof.GradientIsRight(function, inputs);
        Bounds.Hold(function, 0.001, inputs);
        Assert.NotEmpty(name);
    }

    [Fact]
    public void Statistics_move_by_what_a_dropout_before_them_has_kept()
    {
        var layer = new Residual(new Dropout(0.5), new BatchNorm1d("bn", 2, momentum: 0.25), new BatchNorm1d("again", 2));
        Tensor<Float64>[] own =
        [
            Arrays.Of([2], 2, 3), Arrays.Of([2], 1, -1), Arrays.Of([2], 4, 8), Arrays.Of([2], 1, 2),
            Arrays.Of([2], 1, 1), Arrays.Of([2], 0, 0), Arrays.Of([2], 0, 0), Arrays.Of([2], 1, 1),
        ];
        var state = LayerState.Around([LayerState.Keeping([true, false, true, true]), LayerState.Training, LayerState.Training]);

        var buffers = ReferenceLayer.Buffers(layer, own, Arrays.Of([2, 2], 1, 2, 3, 4), state);

        // Kept and doubled: (2, 0) and (6, 8), with means 4, 4 and variances 8, 32 with the divisor 1.
        Assert.Equal(4, buffers.Count);
        Assert.Equal([4, 7], buffers[0].ToDoubles());
        Assert.Equal([2.75, 9.5], buffers[1].ToDoubles());
        Assert.Equal(
            ["bn.running_mean", "bn.running_var", "again.running_mean", "again.running_var"],
            layer.Parameters.Where(spec => spec.Role == ParameterRole.Buffer).Select(layer.FullName));
    }

    [Fact]
    public void In_evaluation_nothing_is_dropped_and_running_statistics_count()
    {
        var layer = new Residual(new Dropout(0.5), new BatchNorm1d("bn", 2, eps: 1));
        Tensor<Float64>[] own = [Arrays.Of([2], 2, 6), Arrays.Of([2], 1, -1), Arrays.Of([2], 4, 8), Arrays.Of([2], 3, 8)];

        Assert.Equal([-1, -11, 3, -5], ReferenceLayer.Forward(layer, own, Arrays.Of([2, 2], 1, 2, 3, 4)).ToDoubles());
        Assert.Equal([2, 6, 2, 6], ReferenceLayer.Backward(
            layer, own, Arrays.Of([2, 2], 1, 2, 3, 4), Arrays.Of([2, 2], 0, 0, 0, 0), Arrays.Of([2, 2], 1, 2, 1, 2)).Input
            .ToDoubles());
    }

    // Every third element is dropped.
    private static LayerState Keeping(int elements) =>
        LayerState.Keeping([.. Enumerable.Range(0, elements).Select(i => i % 3 != 1)]);

    /// <summary>A layer with buffers; inputs are x and what is trained.</summary>
    private sealed record Function(Layer Layer, LayerState State) : IFunction
    {
        public Tensor<T> Forward<T>(IReadOnlyList<Tensor<T>> inputs)
            where T : struct, IReal<T> => ReferenceLayer.Forward(Layer, All(inputs), inputs[0], State);

        public IReadOnlyList<Tensor<T>> Backward<T>(IReadOnlyList<Tensor<T>> inputs, Tensor<T> gradY)
            where T : struct, IReal<T>
        {
            var gradients = ReferenceLayer.Backward(Layer, All(inputs), inputs[0], Forward(inputs), gradY, State);
            return [gradients.Input, .. gradients.Parameters];
        }

        private List<Tensor<T>> All<T>(IReadOnlyList<Tensor<T>> inputs)
            where T : struct, IReal<T>
        {
            var trained = new Queue<Tensor<T>>(inputs.Skip(1));
            return [.. Layer.Parameters.Select((spec, k) => spec.Trainable
                ? trained.Dequeue()
                : Arrays.Random(50 + (ulong)k, [.. spec.Shape]).Map(value => new Float64((float)Math.Abs(value.Value))).To<T>())];
        }
    }
}
