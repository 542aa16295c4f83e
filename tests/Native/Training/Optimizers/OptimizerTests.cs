using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Optimizer = TorchBasics.Training.Optimizers.Optimizer;

namespace TorchBasics.Tests.Native.Training.Optimizers;

public class OptimizerTests
{
    private const int Steps = 25;

    public static TheoryData<OptimizerKind, double> Rules => new(
        from kind in Enum.GetValues<OptimizerKind>()
        from decay in (double[])[0, 0.05]
        select (kind, decay));

    /// <summary>The rules that need nothing from outside but gradients.</summary>
    public static TheoryData<OptimizerKind, double> OfGradients => new(
        from kind in Enum.GetValues<OptimizerKind>()
        where kind != OptimizerKind.DiagonalLevenbergMarquardt
        from decay in (double[])[0, 0.05]
        select (kind, decay));

    [Theory]
    [MemberData(nameof(OfGradients))]
    public void Stays_together_with_TorchSharps_own(OptimizerKind kind, double decay)
    {
        using var scope = NewDisposeScope();
        var (ours, theirs) = (Problem.Create(), Problem.Create());
        using var optimizer = Optimizer.Create(Recipe(kind, decay), ours.Parameters);
        using var other = Theirs(kind, decay, theirs);

        for (var step = 0; step < Steps; step++)
        {
            var rate = 0.02 / (1 + step);
            ours.Backward();
            optimizer.Step(rate);
            theirs.Backward();
            foreach (var group in other.ParamGroups)
                group.LearningRate = rate;
            other.step();
        }

        // Rounding: 25 updates of a few operations each, all on numbers near 1: 100 x 2^-24 = 6e-6.
        foreach (var (mine, yours) in ours.Parameters.Zip(theirs.Parameters))
            Assert.True(mine.Values.allclose(yours.Values, rtol: 6e-6, atol: 6e-6), mine.Name);
    }

    [Theory]
    [MemberData(nameof(OfGradients))]
    public void Stays_together_with_the_recurrence_in_double_precision(OptimizerKind kind, double decay)
    {
        using var scope = NewDisposeScope();
        var problem = Problem.Create();
        using var optimizer = Optimizer.Create(Recipe(kind, decay), problem.Parameters);
        var recurrences = problem.Start.Select(start => new Recurrence(kind, decay, start)).ToArray();

        for (var step = 1; step <= Steps; step++)
        {
            problem.Backward();
            optimizer.Step(0.02);
            foreach (var recurrence in recurrences)
                recurrence.Step(0.02, step);
        }

        foreach (var (parameter, recurrence) in problem.Parameters.Zip(recurrences))
            foreach (var (actual, expected) in parameter.Values.data<float>().Zip(recurrence.Weights))
                Assert.Equal(expected, actual, 6e-6);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd), InlineData(OptimizerKind.Momentum), InlineData(OptimizerKind.Nesterov)]
    public void Follows_the_closed_form_on_a_parabola(OptimizerKind kind)
    {
        using var scope = NewDisposeScope();
        var w = new Parameter(ones(1));
        using var optimizer = Optimizer.Create(Recipe(kind, 0), [("w", w)]);

        for (var step = 0; step < Steps; step++)
        {
            optimizer.ZeroGrad();
            (w * w / 2).sum().backward(); // gradient w
            optimizer.Step(0.1);
        }

        Assert.Equal(ClosedForm(kind, rate: 0.1, mu: 0.9, Steps), w.item<float>(), 2e-6);
    }

    [Theory]
    [InlineData(OptimizerKind.Adam), InlineData(OptimizerKind.AdamW)]
    public void The_first_step_of_Adam_has_the_size_of_the_rate_whatever_the_gradient(OptimizerKind kind)
    {
        using var scope = NewDisposeScope();
        var w = new Parameter(tensor([1f, 1f, 1f]));
        using var optimizer = Optimizer.Create(Recipe(kind, 0), [("w", w)]);
        w.grad = tensor([1e-3f, -5f, 1e4f]);

        optimizer.Step(0.25);

        // m^ / sqrt(v^) = g / |g| in the first step; epsilon 1e-8 is 1e-5 of the smallest gradient.
        Assert.Equal(0.75, w[0].ToDouble(), 1e-5);
        Assert.Equal(1.25, w[1].ToDouble(), 1e-6);
        Assert.Equal(0.75, w[2].ToDouble(), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_saved_state_continues_bit_for_bit(OptimizerKind kind, double decay)
    {
        using var scope = NewDisposeScope();
        var (whole, resumed) = (Problem.Create(), Problem.Create());
        using var optimizer = Optimizer.Create(Recipe(kind, decay), whole.Parameters);
        using var successor = Optimizer.Create(Recipe(kind, decay), resumed.Parameters);
        whole.Train(optimizer, 7);

        successor.Load([.. optimizer.Save().Reverse()]);
        resumed.CopyFrom(whole);
        whole.Train(optimizer, 7);
        resumed.Train(successor, 7);

        Assert.Equal(14, successor.StepCount);
        foreach (var (mine, yours) in whole.Parameters.Zip(resumed.Parameters))
            Assert.Equal(mine.Values.data<float>().ToArray(), yours.Values.data<float>().ToArray());
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd, "")]
    [InlineData(OptimizerKind.Momentum, "momentum.a.weight momentum.b")]
    [InlineData(OptimizerKind.Nesterov, "momentum.a.weight momentum.b")]
    [InlineData(OptimizerKind.Adam, "exp_avg.a.weight exp_avg.b exp_avg_sq.a.weight exp_avg_sq.b")]
    [InlineData(OptimizerKind.AdamW, "exp_avg.a.weight exp_avg.b exp_avg_sq.a.weight exp_avg_sq.b")]
    [InlineData(OptimizerKind.DiagonalLevenbergMarquardt, "curvature.a.weight curvature.b")]
    [InlineData(OptimizerKind.RmsProp, "square_avg.a.weight square_avg.b")]
    [InlineData(OptimizerKind.Adagrad, "sum.a.weight sum.b")]
    [InlineData(OptimizerKind.Adadelta, "square_avg.a.weight square_avg.b acc_delta.a.weight acc_delta.b")]
    public void The_state_is_complete_before_the_first_step(OptimizerKind kind, string names)
    {
        using var scope = NewDisposeScope();
        using var optimizer = Optimizer.Create(Recipe(kind, 0), Problem.Create().Parameters);

        var saved = optimizer.Save();

        Assert.Equal(names, string.Join(' ', optimizer.State.Select(pair => pair.Name)));
        Assert.Equal($"{names} step".Trim(), string.Join(' ', saved.Select(array => array.Name)));
        Assert.All(saved, array => Assert.All(array.Bytes.ToArray(), value => Assert.Equal(0, value)));
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays_where_it_is()
    {
        using var scope = NewDisposeScope();
        var (moved, idle) = (new Parameter(ones(2)), new Parameter(ones(2)));
        using var optimizer = Optimizer.Create(Recipe(OptimizerKind.AdamW, 0.1), [("moved", moved), ("idle", idle)]);
        moved.grad = ones(2);

        optimizer.Step(0.1);

        Assert.Equal([1f, 1f], idle.data<float>().ToArray());
        Assert.All(moved.data<float>().ToArray(), value => Assert.True(value < 1));
    }

    [Fact]
    public void ZeroGrad_makes_gradients_absent()
    {
        using var scope = NewDisposeScope();
        var problem = Problem.Create();
        using var optimizer = Optimizer.Create(Recipe(OptimizerKind.Sgd, 0), problem.Parameters);
        problem.Backward();

        optimizer.ZeroGrad();

        Assert.All(problem.Parameters, parameter => Assert.Null(parameter.Values.grad));
    }

    [Theory]
    [InlineData(double.NaN), InlineData(-1), InlineData(double.PositiveInfinity)]
    public void A_rate_that_is_no_rate_is_refused(double rate)
    {
        using var scope = NewDisposeScope();
        using var optimizer = Optimizer.Create(Recipe(OptimizerKind.Sgd, 0), Problem.Create().Parameters);

        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Step(rate));
    }

    [Theory]
    [InlineData(1, 0), InlineData(-0.1, 0), InlineData(double.NaN, 0), InlineData(0.9, -1), InlineData(0.9, double.NaN)]
    public void Momentum_or_decay_out_of_range_is_a_usage_error(double momentum, double decay)
    {
        using var scope = NewDisposeScope();
        var recipe = Recipe(OptimizerKind.Nesterov, decay) with { Momentum = momentum };

        var error = Assert.Throws<TorchBasicsException>(() => Optimizer.Create(recipe, Problem.Create().Parameters));

        Assert.Equal(ErrorKind.Usage, error.Kind);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Leaves_no_tensor_behind(OptimizerKind kind, double decay)
    {
        using var scope = NewDisposeScope();
        var problem = Problem.Create();
        using var optimizer = Optimizer.Create(Recipe(kind, decay), problem.Parameters);

        Live.AssertConstantOver100Runs(() =>
        {
            problem.Train(optimizer, 1);
            optimizer.ClipGradients(1);
        });
    }

    internal static TrainingRecipe Recipe(OptimizerKind kind, double decay) => new()
    {
        Data = "digits",
        Epochs = 1,
        BatchSize = 1,
        LearningRate = 0.1,
        Optimizer = kind,
        Momentum = 0.9,
        WeightDecay = decay,
    };

    private static optim.Optimizer Theirs(OptimizerKind kind, double decay, Problem problem)
    {
        var parameters = problem.Parameters.Select(parameter => parameter.Values).ToArray();
        return kind switch
        {
            OptimizerKind.Sgd => optim.SGD(parameters, 0.02, weight_decay: decay),
            OptimizerKind.Momentum => optim.SGD(parameters, 0.02, momentum: 0.9, weight_decay: decay),
            OptimizerKind.Nesterov => optim.SGD(parameters, 0.02, momentum: 0.9, weight_decay: decay, nesterov: true),
            OptimizerKind.Adam => optim.Adam(parameters, 0.02, weight_decay: decay),
            OptimizerKind.AdamW => optim.AdamW(parameters, 0.02, weight_decay: decay),
            OptimizerKind.RmsProp => optim.RMSProp(parameters, 0.02, weight_decay: decay),
            OptimizerKind.Adagrad => optim.Adagrad(parameters, 0.02, weight_decay: decay),
            OptimizerKind.Adadelta => optim.Adadelta(parameters, 0.02, weight_decay: decay),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    // With gradient w, one step is linear: (w, v) -> A (w, v). w[n] follows from the eigenvalues of A: w[n] = p a^n + q b^n.
    // The characteristic equation comes from eliminating v: w[n+1] = T w[n] - D w[n-1].
    private static double ClosedForm(OptimizerKind kind, double rate, double mu, int steps)
    {
        if (kind == OptimizerKind.Sgd)
            return Math.Pow(1 - rate, steps);
        var (trace, determinant, first) = kind == OptimizerKind.Momentum
            ? (1 + mu - rate, mu, 1 - rate)
            : ((1 + mu) * (1 - rate), mu * (1 - rate), 1 - (rate * (1 + mu)));
        var root = System.Numerics.Complex.Sqrt((trace * trace / 4) - determinant);
        var (a, b) = ((trace / 2) + root, (trace / 2) - root);
        var p = (first - b) / (a - b);
        return ((p * System.Numerics.Complex.Pow(a, steps)) + ((1 - p) * System.Numerics.Complex.Pow(b, steps))).Real;
    }
}
