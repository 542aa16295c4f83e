using System.Runtime.CompilerServices;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Optimizers;
using TorchBasics.Tests.Managed.Reference.Support;

namespace TorchBasics.Tests.Managed.Reference.Optimizers;

/// <summary>Update rules against PyTorch over three steps, and against ONNX's formulas by hand.</summary>
public class OptimizerTests
{
    private const double Rate = 0.1;
    private const double Decay = 0.05;

    private static readonly Tensor<Float64> Start = Arrays.Of([3], 0.5, -1.25, 2);

    private static readonly Tensor<Float64>[] Gradients =
        [Arrays.Of([3], 0.25, -0.5, 1), Arrays.Of([3], -1.5, 0.125, 0.75), Arrays.Of([3], 0, 2, -0.25)];

    // PyTorch 1.13.0, float64: three steps of torch.optim.SGD([p], lr=0.1, weight_decay=0.05, momentum=0.9 [, nesterov=True])
    // and of Adam and AdamW([p], lr=0.1, betas=(0.8, 0.95), eps=0.01, weight_decay=0.05), and of RMSprop, Adagrad and
    // Adadelta([p], lr=0.1, alpha=0.95 or rho=0.95, eps=0.01, weight_decay=0.05) from p = Start with p.grad = the
    // Gradients in turn; then p and the optimizer's state.
    public static TheoryData<OptimizerKind, double[], double[], double[]> Golden => new()
    {
        { OptimizerKind.Sgd, [0.6170368125, -1.3942798437500001, 1.82152225], [], [] },
        { OptimizerKind.Momentum, [0.7030093125, -1.30422359375, 1.5579122499999998],
            [-1.0762181249999998, 1.5456734375, 1.4863775000000004], [] },
        { OptimizerKind.Nesterov, [0.7991513844375, -1.4443926045312498, 1.42703928775],
            [-1.07179018125, 1.549911734375, 1.4737142750000003], [] },
        {
            OptimizerKind.Adam,
            [0.5138519060848744, -1.1550856764015534, 1.741620265867576],
            [-0.19689293819835782, 0.32779263006842474, 0.24404582054736784],
            [0.10745927912361934, 0.20365136654060162, 0.08979796638389595]
        },
        {
            OptimizerKind.AdamW,
            [0.5108282220755024, -1.1525750914102864, 1.7207314979163282],
            [-0.20799999999999996, 0.3559999999999999, 0.19799999999999998],
            [0.1096953125000001, 0.2120234375000002, 0.07496875000000007]
        },
        {
            OptimizerKind.RmsProp,
            [0.5349691375062192, -1.3195710552054094, 1.365479532148948],
            [0.1095042010886649, 0.20572926791629687, 0.08891297607471738],
            []
        },
        {
            OptimizerKind.Adagrad,
            [0.49952301875625893, -1.2589652952385446, 1.8516514821444023],
            [2.2661336776573537, 4.091646766356316, 1.9490585541647878],
            []
        },
        {
            OptimizerKind.Adadelta,
            [0.5229919591032364, -1.273262184937116, 1.9302664534547291],
            [0.10695330079465143, 0.20245870358400433, 0.0899367119122797],
            [0.013247054868683002, 0.019769986883416184, 0.014172201433425556]
        },
    };

    // The same with the numbers that PyTorch takes where none are given.
    public static TheoryData<OptimizerKind, double[], double[]> GoldenDefaults => new()
    {
        {
            OptimizerKind.RmsProp,
            [0.46857699151198146, -1.4082074583781081, 0.577627945339472],
            [0.02377075081024215, 0.042337259243450186, 0.018721936562600093]
        },
        {
            OptimizerKind.Adagrad,
            [0.49666222277282357, -1.2579125714414394, 1.8504019958629616],
            [2.2666457999982317, 4.091954708975943, 1.9490035191813997]
        },
        {
            OptimizerKind.Adadelta,
            [0.5001132544767166, -1.2501603474738214, 1.9994619569413794],
            [0.20199860371141526, 0.40137639031573924, 0.16528347896142181]
        },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Three_steps_agree_with_PyTorch(OptimizerKind kind, double[] parameter, double[] first, double[] second)
    {
        var optimizer = new ReferenceOptimizer(
            kind, kind is OptimizerKind.Adam or OptimizerKind.AdamW ? 0.8 : 0.9, Decay, Beta2: 0.95, Epsilon: 0.01);

        var step = Run(optimizer);

        Arrays.AssertClose([3], parameter, step.Parameter);
        double[][] buffers = [.. new[] { first, second }.Where(buffer => buffer.Length > 0)];
        Assert.Equal(buffers.Length, step.Buffers.Count);
        foreach (var (expected, buffer) in buffers.Zip(step.Buffers))
            Arrays.AssertClose([3], expected, buffer);
    }

    [Theory]
    [MemberData(nameof(GoldenDefaults))]
    public void Three_steps_with_the_usual_numbers_agree_with_PyTorch(OptimizerKind kind, double[] parameter, double[] first)
    {
        var step = Run(new ReferenceOptimizer(kind, Momentum: 0.9, Decay));

        Arrays.AssertClose([3], parameter, step.Parameter);
        Arrays.AssertClose([3], first, step.Buffers[0]);
    }

    [Fact]
    public void Dampening_spares_the_first_gradient()
    {
        // torch.optim.SGD([p], lr=0.1, momentum=0.9, dampening=0.25, weight_decay=0.05), as above.
        var (w, v) = (Start, (Tensor<Float64>?)null);
        foreach (var g in Gradients)
        {
            var step = Momentum.Step(w, g, v, Rate, momentum: 0.9, dampening: 0.25, Decay);
            (w, v) = (step.Parameter, step.Buffers[0]);
        }

        Arrays.AssertClose([3], [0.63376414453125, -1.252564443359375, 1.5938300156249998], w);
        Arrays.AssertClose([3], [-0.7528601953124999, 1.04541005859375, 1.3383248437500002], v!);
    }

    [Fact]
    public void A_first_step_without_a_velocity_is_one_with_a_velocity_of_zeros()
    {
        var g = Gradients[0];

        Assert.Equal(
            Nesterov.Step(Start, g, Start.ZerosLike(), Rate, 0.9).Parameter.ToDoubles(),
            Nesterov.Step(Start, g, null, Rate, 0.9).Parameter.ToDoubles());
        Assert.Equal(
            Start.Zip(g, (w, slope) => w - (new Float64(0.1) * slope)).ToDoubles(),
            GradientDescent.Step(Start, g, Rate).Parameter.ToDoubles());
    }

    [Fact]
    public void A_step_changes_nothing_that_went_in()
    {
        var (w, g, m, v) = (Start.Clone(), Gradients[0].Clone(), Gradients[1].Clone(), Gradients[1].Map(x => x * x));
        foreach (var kind in Enum.GetValues<OptimizerKind>())
        {
            var step = new ReferenceOptimizer(kind, 0.9, Decay).Step(w, g, [m, v], 3, Rate);
            step.Parameter.Elements.Clear();
            foreach (var buffer in step.Buffers)
                buffer.Elements.Clear();
        }

        Momentum.Step(w, g, null, Rate, 0.9).Buffers[0].Elements.Clear();

        Assert.Equal(Start.ToDoubles(), w.ToDoubles());
        Assert.Equal(Gradients[0].ToDoubles(), g.ToDoubles());
        Assert.Equal(Gradients[1].ToDoubles(), m.ToDoubles());
    }

    [Theory]
    [InlineData(0, false, 0.25)] // the first step takes the whole gradient, whatever beta is
    [InlineData(1, false, 0.25)]
    [InlineData(0, true, 0.25)]
    [InlineData(5, true, 0)]
    public void Momentum_of_ONNX(long count, bool nesterov, double normCoefficient)
    {
        // One number: x = 2, g = 3, v = 5, r = 0.1, alpha = 0.5, beta = 0.75.
        var g = 3 + (normCoefficient * 2);
        var velocity = (0.5 * 5) + ((count == 0 ? 1 : 0.75) * g);
        var x = 2 - (0.1 * (nesterov ? g + (0.5 * velocity) : velocity));

        var step = OnnxMomentum.Step(Arrays.Of([1], 2), Arrays.Of([1], 3), Arrays.Of([1], 5), count, 0.1, alpha: 0.5, beta: 0.75,
            normCoefficient, nesterov);

        Arrays.AssertClose([1], [x], step.Parameter);
        Arrays.AssertClose([1], [velocity], Assert.Single(step.Buffers));
    }

    [Fact]
    public void Momentum_of_PyTorch_is_the_one_of_ONNX_with_beta_one_minus_dampening()
    {
        var torch = Momentum.Step(Start, Gradients[0], Gradients[1], Rate, momentum: 0.9, dampening: 0.25, Decay);
        var onnx = OnnxMomentum.Step(Start, Gradients[0], Gradients[1], 1, Rate, alpha: 0.9, beta: 0.75, Decay, nesterov: false);

        Arrays.AssertClose([3], torch.Parameter.ToDoubles(), onnx.Parameter);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Adam_of_ONNX(long count)
    {
        // One number: x = 2, g = 3, v = 5, h = 4, r = 0.1, alpha = 0.5, beta = 0.75, epsilon = 0.25, c = 0.5, c' = 0.125.
        // The regularised gradient is 3 + 0.5 * 2 = 4; v' = 4.5, h' = 3 + 0.25 * 16 = 7.
        var rate = count == 0 ? 0.1 : 0.1 * Math.Sqrt(1 - Math.Pow(0.75, count)) / (1 - Math.Pow(0.5, count));
        var x = 0.875 * (2 - (rate * 4.5 / (Math.Sqrt(7) + 0.25)));

        var step = OnnxAdam.Step(Arrays.Of([1], 2), Arrays.Of([1], 3), Arrays.Of([1], 5), Arrays.Of([1], 4), count, 0.1,
            alpha: 0.5, beta: 0.75, epsilon: 0.25, normCoefficient: 0.5, normCoefficientPost: 0.125);

        Arrays.AssertClose([1], [x], step.Parameter);
        Arrays.AssertClose([1], [4.5], step.Buffers[0]);
        Arrays.AssertClose([1], [7], step.Buffers[1]);
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void Buffers_have_the_names_of_the_product_and_begin_as_zeros(
        OptimizerKind kind, double[] parameter, double[] first, double[] second)
    {
        _ = parameter;
        string[] expected = kind switch
        {
            OptimizerKind.RmsProp => ["square_avg"],
            OptimizerKind.Adagrad => ["sum"],
            OptimizerKind.Adadelta => ["square_avg", "acc_delta"],
            OptimizerKind.DiagonalLevenbergMarquardt => ["curvature"],
            OptimizerKind.Momentum or OptimizerKind.Nesterov => ["momentum"],
            OptimizerKind.Adam or OptimizerKind.AdamW => ["exp_avg", "exp_avg_sq"],
            OptimizerKind.Sgd => [],
        };
        Assert.Equal((first.Length > 0 ? 1 : 0) + (second.Length > 0 ? 1 : 0), expected.Length);

        var optimizer = new ReferenceOptimizer(kind, 0.9);

        Assert.Equal(expected, optimizer.Purposes);
        Assert.Equal(expected.Length, optimizer.Start(Start).Count);
        Assert.All(optimizer.Start(Start), buffer => Assert.Equal([0, 0, 0], buffer.ToDoubles()));
        Assert.Equal(expected.Length, optimizer.Step(Start, Start, optimizer.Start(Start), 1, Rate).Buffers.Count);
    }

    [Fact]
    public void A_recipe_names_rule_momentum_and_decay()
    {
        var recipe = new TrainingRecipe
        {
            Data = "xor",
            Epochs = 1,
            BatchSize = 1,
            LearningRate = 1,
            Optimizer = OptimizerKind.AdamW,
            Momentum = 0.7,
            WeightDecay = 0.3,
            Beta2 = 0.98,
            Epsilon = 1e-5,
            BiasRate = 2,
            RateScaling = RateScaling.FanIn,
        };

        Assert.Equal(
            new ReferenceOptimizer(OptimizerKind.AdamW, 0.7, 0.3, 0.98, 1e-5)
            {
                BiasRate = 2,
                RateScaling = RateScaling.FanIn
            },
            ReferenceOptimizer.Of(recipe));
    }

    [Theory]
    [InlineData(OptimizerKind.Adam), InlineData(OptimizerKind.AdamW)]
    public void Without_beta2_and_epsilon_those_of_PyTorch_are_taken(OptimizerKind kind)
    {
        var (usual, said) = (new ReferenceOptimizer(kind, 0.9, Decay), new ReferenceOptimizer(kind, 0.9, Decay, 0.999, 1e-8));

        Assert.Equal(Run(said).Parameter.ToDoubles(), Run(usual).Parameter.ToDoubles());
    }

    [Theory]
    [InlineData("weight", RateScaling.None, 0.5)]
    [InlineData("bias", RateScaling.None, 1.5)]
    [InlineData("conv1.bias", RateScaling.None, 1.5)]
    [InlineData("weight", RateScaling.FanIn, 0.03125)] // 0.5 / 16
    [InlineData("weight", RateScaling.SqrtFanIn, 0.125)]
    [InlineData("bias", RateScaling.SqrtFanIn, 0.375)]
    public void The_rate_of_a_parameter_follows_from_its_name_and_its_fan_in(string name, RateScaling scaling, double rate)
    {
        var optimizer = new ReferenceOptimizer(OptimizerKind.Sgd, 0) { BiasRate = 3, RateScaling = scaling };

        Assert.Equal(rate, optimizer.RateOf(new ParameterSpec(name, [4], FanIn: 16), 0.5));
    }

    [Fact]
    public void An_unknown_rule_is_refused() => Assert.Equal(
        (OptimizerKind)99,
        Assert.Throws<SwitchExpressionException>(
            () => new ReferenceOptimizer((OptimizerKind)99, 0.9).Step(Start, Start, [], 1, Rate)).UnmatchedValue);

    [Theory]
    [InlineData(OptimizerKind.Sgd, 0.1)]
    [InlineData(OptimizerKind.Momentum, 0.1)]
    [InlineData(OptimizerKind.Nesterov, 0.1)]
    [InlineData(OptimizerKind.Adam, 0.05)]
    [InlineData(OptimizerKind.AdamW, 0.05)]
    [InlineData(OptimizerKind.RmsProp, 0.05)]
    [InlineData(OptimizerKind.Adagrad, 0.05)]
    [InlineData(OptimizerKind.Adadelta, 0.05)]
    public void No_float32_engine_leaves_the_bound_of_a_step(OptimizerKind kind, double share)
    {
        var optimizer = new ReferenceOptimizer(kind, 0.9, Decay);
        var (w, g, m, v) = (Arrays.Random(1, 9), Arrays.Random(2, 9), Arrays.Random(3, 9), Arrays.Random(4, 9).Map(x => x * x));
        var a = optimizer.Purposes is ["square_avg" or "sum", ..] ? m.Map(x => x * x) : m; // no mean of squares is negative
        var used = 0.0;

        for (var run = 0; run < 40; run++)
        {
            Simulated.Random = new Random(run);
            var bounds = optimizer.Step(Bounds.Exactly(w), Bounds.Exactly(g), [Bounds.Exactly(a), Bounds.Exactly(v)], 3, Rate);
            var engine = optimizer.Step(w.To<Simulated>(), g.To<Simulated>(), [a.To<Simulated>(), v.To<Simulated>()], 3, Rate);
            used = Math.Max(used, Bounds.Used(bounds.Parameter, engine.Parameter.ToDoubles()));
            foreach (var (bound, values) in bounds.Buffers.Zip(engine.Buffers))
                used = Math.Max(used, Bounds.Used(bound, values.ToDoubles()));
        }

        Assert.InRange(used, share, 1);
    }

    private static OptimizerStep<Float64> Run(ReferenceOptimizer optimizer)
    {
        var step = new OptimizerStep<Float64>(Start, optimizer.Start(Start));
        for (var t = 1; t <= Gradients.Length; t++)
            step = optimizer.Step(step.Parameter, Gradients[t - 1], step.Buffers, t, Rate);
        return step;
    }

    [Fact]
    public void Without_a_decay_AdamW_rounds_no_more_often_than_Adam()
    {
        var w = Tensor<Rounded<Binary32>>.Over([1], [Rounded<Binary32>.Exactly(0.75)]);
        var g = Tensor<Rounded<Binary32>>.Over([1], [Rounded<Binary32>.Exactly(0.1f)]);

        Rounded<Binary32> After(OptimizerKind kind)
        {
            var optimizer = new ReferenceOptimizer(kind, Momentum: 0.9);
            return optimizer.Step(w, g, optimizer.Start(w), step: 1, rate: 0.01).Parameter[0];
        }

        Assert.Equal(After(OptimizerKind.Adam).Error, After(OptimizerKind.AdamW).Error);
    }
}
