using TorchBasics.Core.Recipes;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Optimizer = TorchBasics.Training.Optimizers.Optimizer;

namespace TorchBasics.Tests.Native.Training.Optimizers;

/// <summary>libtorch's operator for a whole step beside the same rule as operators of TorchSharp.</summary>
public class AtenUpdateTests
{
    // An odd number of elements, a single one, and enough for two threads with a tail each.
    private static readonly long[][] Shapes = [[3, 5], [1], [77_777], [8]];

    // libtorch has no such operator for the other rules that our bindings know.
    private static readonly OptimizerKind[] WithAten =
        [OptimizerKind.Sgd, OptimizerKind.Momentum, OptimizerKind.Nesterov, OptimizerKind.Adam, OptimizerKind.AdamW];

    public static TheoryData<OptimizerKind, double> Rules => new(
        from kind in Enum.GetValues<OptimizerKind>()
        from decay in (double[])[0, 0.05]
        select (kind, decay));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Stays_together_with_the_operators_of_TorchSharp(OptimizerKind kind, double decay)
    {
        using var scope = NewDisposeScope();
        var (aten, plain) = (Start(), Start());
        using var one = Create(kind, decay, aten);
        using var other = Create(kind, decay, plain);
        other.UsesAten = false;
        Assert.Equal(WithAten.Contains(kind), one.UsesAten);

        for (var step = 0; step < 10; step++)
        {
            Fill(step, aten, plain);
            one.Step(0.02);
            other.Step(0.02);
        }

        // Weights and gradients are below 4, so that an update rounds by at most 2^-23; ten updates of a few roundings: 50 x
        // 2^-23.
        AssertClose(aten, plain, 6e-6);
        foreach (var (mine, yours) in one.State.Zip(other.State))
            Assert.True(mine.Values.allclose(yours.Values, rtol: 6e-6, atol: 6e-6), mine.Name);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Given_gradients_move_the_same_and_allocate_nothing(OptimizerKind kind, double decay)
    {
        using var scope = NewDisposeScope();
        var (given, found) = (Start(), Start());
        using var one = Create(kind, decay, given);
        using var other = Create(kind, decay, found);
        Tensor[] gradients = [.. given.Select(weight => zeros_like(weight).detach())];
        one.UseGradients(gradients);

        var allocated = 0L;
        for (var step = 0; step < 10; step++)
        {
            Fill(step, found);
            foreach (var (gradient, weight) in gradients.Zip(found))
                gradient.copy_(weight.grad!);
            other.Step(0.02);
            var before = GC.GetAllocatedBytesForCurrentThread();
            one.Step(0.02);
            if (step >= 2)
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // What a rule keeps is rounded in another order, as above.
        var tolerance = kind == OptimizerKind.Sgd ? 0 : 6e-6;
        Assert.Equal(0, allocated);
        AssertClose(given, found, tolerance);
        AssertClose([.. one.State.Select(pair => pair.Values)], [.. other.State.Select(pair => pair.Values)], tolerance);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void One_and_two_threads_give_the_same_bits(OptimizerKind kind, double decay)
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        try
        {
            var (first, second) = (Run(1), Run(2));

            AssertClose(first, second, 0);
        }
        finally
        {
            set_num_threads(threads);
        }

        Parameter[] Run(int number)
        {
            set_num_threads(number);
            var weights = Start();
            using var optimizer = Create(kind, decay, weights);
            for (var step = 0; step < 5; step++)
            {
                Fill(step, weights);
                optimizer.Step(0.02);
            }

            return weights;
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_gradient_that_comes_and_goes_is_followed(OptimizerKind kind, double decay)
    {
        using var scope = NewDisposeScope();
        var (aten, plain) = (Start(), Start());
        using var one = Create(kind, decay, aten);
        using var other = Create(kind, decay, plain);
        other.UsesAten = false;

        for (var step = 0; step < 8; step++)
        {
            Fill(step, aten, plain);
            if (step % 3 == 1)
                (aten[step % 4].grad, plain[step % 4].grad) = (null, null);
            one.Step(0.02);
            other.Step(0.02);
        }

        AssertClose(aten, plain, 6e-6);
    }

    [Fact]
    public void Without_any_gradient_nothing_moves()
    {
        using var scope = NewDisposeScope();
        var (moved, untouched) = (Start(), Start());
        using var optimizer = Create(OptimizerKind.AdamW, 0.1, moved);

        optimizer.Step(0.1);
        optimizer.UseGradients(new Tensor?[Shapes.Length]);
        optimizer.Step(0.1);

        AssertClose(moved, untouched, 0);
        Assert.Equal(2, optimizer.StepCount);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void A_gradient_in_another_order_of_memory_is_read_by_its_strides(bool given)
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(zeros(2, 3));
        using var optimizer = Create(OptimizerKind.Sgd, 0, [weight]);
        var gradient = tensor(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }).t();

        if (given)
            optimizer.UseGradients([gradient]);
        else
            weight.grad = gradient;
        optimizer.Step(1);

        Assert.Equal([-1f, -3, -5, -2, -4, -6], weight.data<float>().ToArray());
    }

    [Fact]
    public void Float64_moves_too()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(zeros(2, ScalarType.Float64));
        using var optimizer = Create(OptimizerKind.Nesterov, 0, [weight]);
        weight.grad = ones(2, ScalarType.Float64);

        optimizer.Step(1);

        Assert.Equal([-1.9, -1.9], weight.data<double>().ToArray());
    }

    [Fact]
    public void Momentum_0_keeps_its_state()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(zeros(2));
        using var optimizer = Optimizer.Create(
            OptimizerTests.Recipe(OptimizerKind.Momentum, 0) with { Momentum = 0 }, [("w", weight)]);
        weight.grad = ones(2);

        optimizer.Step(1);

        Assert.Equal([1f, 1], optimizer.State[0].Values.data<float>().ToArray());
        Assert.Equal([-1f, -1], weight.data<float>().ToArray());
    }

    [Fact]
    public void After_ZeroGrad_given_gradients_are_forgotten()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(zeros(2));
        using var optimizer = Create(OptimizerKind.Sgd, 0, [weight]);
        optimizer.UseGradients([ones(2)]);

        optimizer.ZeroGrad();
        optimizer.Step(1);
        weight.grad = full(2, 3f);
        optimizer.Step(1);

        Assert.Equal([-3f, -3], weight.data<float>().ToArray());
    }

    [Fact]
    public void Gradients_of_another_number_or_shape_are_refused()
    {
        using var scope = NewDisposeScope();
        using var optimizer = Create(OptimizerKind.Sgd, 0, [new Parameter(zeros(2))]);

        Assert.Throws<ArgumentException>(() => optimizer.UseGradients([]));
        Assert.Throws<ArgumentException>(() => optimizer.UseGradients([zeros(3)]));
    }

    [Fact]
    public void A_step_records_nothing_for_autograd()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(zeros(2));
        using var optimizer = Create(OptimizerKind.Adam, 0, [weight]);
        weight.grad = ones(2);

        optimizer.Step(1);

        Assert.True(weight.is_leaf);
        Assert.True(is_grad_enabled());
    }

    private static Parameter[] Start() =>
        [.. Shapes.Select((shape, i) => new Parameter(Values(shape, i)))];

    private static Tensor Values(long[] shape, int phase)
    {
        using var scope = NewDisposeScope();
        return arange(shape.Aggregate(1L, (a, b) => a * b), ScalarType.Float32)
            .add(phase).sin().reshape(shape).MoveToOuterDisposeScope();
    }

    /// <summary>New tensors as gradients, other numbers in each step.</summary>
    private static void Fill(int step, params Parameter[][] networks)
    {
        foreach (var weights in networks)
            for (var i = 0; i < weights.Length; i++)
                weights[i].grad = Values(Shapes[i], (step * 7) + i + 1);
    }

    private static Optimizer Create(OptimizerKind kind, double decay, Parameter[] weights) =>
        Optimizer.Create(OptimizerTests.Recipe(kind, decay), [.. weights.Select((weight, i) => ($"w{i}", weight))]);

    private static void AssertClose(Tensor[] first, Tensor[] second, double tolerance)
    {
        for (var i = 0; i < first.Length; i++)
            Assert.True(first[i].allclose(second[i], rtol: tolerance, atol: tolerance), $"tensor {i}");
    }
}
