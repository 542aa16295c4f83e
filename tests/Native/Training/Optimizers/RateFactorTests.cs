using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Optimizer = TorchBasics.Training.Optimizers.Optimizer;

namespace TorchBasics.Tests.Native.Training.Optimizers;

/// <summary>Parameters that learn at rates of their own.</summary>
public class RateFactorTests
{
    private static readonly float[][] WeightGradients = [[0.25f, -0.5f], [-1.5f, 0.125f], [0, 2]];
    private static readonly float[][] BiasGradients = [[1], [0.75f], [-0.25f]];

    /// <summary>The ways in which an optimizer can make its steps.</summary>
    public enum Way
    {
        /// <summary>libtorch's operator for the whole step.</summary>
        Aten,

        /// <summary>The operators of TorchSharp.</summary>
        Operators,

        /// <summary>The same, with rates from tensors.</summary>
        WrittenRates,

        /// <summary>Our own kernels.</summary>
        Kernels,
    }

    // PyTorch 1.13.0, float64: three steps from w = [0.5, -1.25], b = [2] with the gradients above in turn, by
    // torch.optim.SGD(groups, lr=0.1, weight_decay=0.05, momentum=0 or 0.8 [, nesterov=True]), Adam and AdamW(groups, lr=0.1,
    // betas=(0.8, 0.95), eps=0.01, weight_decay=0.05), RMSprop, Adagrad and Adadelta(groups, lr=0.1, alpha=0.95 or rho=0.95,
    // eps=0.01, weight_decay=0.05), groups = [{"params": [w]}, {"params": [b], "lr": 0.2}]; then w and b.
    public static TheoryData<OptimizerKind, double[], double, Way> Golden => new(
        from golden in new (OptimizerKind Kind, double[] Weights, double Bias)[]
        {
            (OptimizerKind.Sgd, [0.6170368125, -1.3942798437500001], 1.6460780000000002),
            (OptimizerKind.Momentum, [0.6956568125, -1.3187298437500001], 1.1967979999999998),
            (OptimizerKind.Nesterov, [0.7730342905, -1.45031104875], 1.0144644959999998),
            (OptimizerKind.Adam, [0.5138519060848744, -1.1550856764015534], 1.4846121312734066),
            (OptimizerKind.AdamW, [0.5108282220755024, -1.1525750914102864], 1.4446936172928626),
            (OptimizerKind.RmsProp, [0.5349691375062192, -1.3195710552054094], 0.7628511490471168),
            (OptimizerKind.Adagrad, [0.49952301875625893, -1.2589652952385446], 1.7049188950457004),
            (OptimizerKind.Adadelta, [0.5229919591032364, -1.273262184937116], 1.8610327869111452),
        }
        from way in Enum.GetValues<Way>()
        where way != Way.Aten || HasAten(golden.Kind)
        select (golden.Kind, golden.Weights, golden.Bias, way));

    [Theory]
    [MemberData(nameof(Golden))]
    public void Biases_at_twice_the_rate_agree_with_the_parameter_groups_of_PyTorch(
        OptimizerKind kind, double[] weights, double bias, Way way)
    {
        using var scope = NewDisposeScope();
        var (w, b) = (new Parameter(tensor([0.5f, -1.25f])), new Parameter(tensor([2f])));
        var recipe = Recipe(kind) with { BiasRate = 2 };
        using var optimizer = Optimizer.Create(recipe, [("fc.weight", w), ("fc.bias", b)]);

        foreach (var (ofWeight, ofBias) in WeightGradients.Zip(BiasGradients))
            Step(optimizer, way, [w, b], [tensor(ofWeight), tensor(ofBias)], 0.1);

        // Three updates of numbers up to 2, of a few roundings each: 50 x 2^-24.
        Assert.Equal(weights.Append(bias), w.data<float>().Concat(b.data<float>()).Select(value => (double)value), Close(3e-6));
    }

    public static TheoryData<RateScaling, Way> Scalings => new(
        from scaling in Enum.GetValues<RateScaling>() from way in Enum.GetValues<Way>() select (scaling, way));

    [Theory]
    [MemberData(nameof(Scalings))]
    public void The_rate_of_a_layer_is_divided_by_its_fan_in_or_the_root_of_it(RateScaling scaling, Way way)
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = [new(zeros(2, 1, 2, 2)), new(zeros(2)), new(zeros(3, 16)), new(zeros(3))];
        var architecture = new Architecture(
            "net", [1, 3, 5],
            new Core.Layers.Conv2d("conv", 1, 2, kernel: 2, stride: 1, padding: 0),
            new Core.Layers.Flatten(),
            new Core.Layers.Linear("fc", 16, 3));
        using var optimizer = Optimizer.Create(
            Recipe(OptimizerKind.Sgd) with { RateScaling = scaling, BiasRate = 0.5, WeightDecay = 0 },
            [.. architecture.Parameters.Select((parameter, i) => (parameter.Name, parameters[i]))],
            architecture);

        Step(optimizer, way, parameters, [.. parameters.Select(parameter => ones_like(parameter).detach())], 1);

        // Fan-ins 4 and 16; all numbers are powers of two.
        double[] expected = scaling switch
        {
            RateScaling.None => [-1, -0.5, -1, -0.5],
            RateScaling.FanIn => [-1 / 4.0, -1 / 8.0, -1 / 16.0, -1 / 32.0],
            RateScaling.SqrtFanIn => [-1 / 2.0, -1 / 4.0, -1 / 4.0, -1 / 8.0],
        };
        foreach (var (parameter, value) in parameters.Zip(expected))
            Assert.All(parameter.data<float>().ToArray(), number => Assert.Equal(value, number));
    }

    [Fact]
    public void A_fan_in_that_is_not_known_is_a_usage_error()
    {
        using var scope = NewDisposeScope();
        var recipe = Recipe(OptimizerKind.Sgd) with { RateScaling = RateScaling.SqrtFanIn };

        var error = Assert.Throws<TorchBasicsException>(
            () => Optimizer.Create(recipe, [("fc.weight", new Parameter(zeros(2)))]));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal(
            "The rate scaling sqrt-fan-in needs the fan-in of fc.weight, which is not known; "
            + "give the architecture of the network.",
            error.Message);
    }

    [Theory]
    [InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_factor_out_of_range_is_a_usage_error(double factor)
    {
        using var scope = NewDisposeScope();
        var recipe = Recipe(OptimizerKind.Sgd) with { BiasRate = factor };

        var error = Assert.Throws<TorchBasicsException>(
            () => Optimizer.Create(recipe, [("fc.weight", new Parameter(zeros(2)))]));

        Assert.Equal(ErrorKind.Usage, error.Kind);
    }

    [Fact]
    public void Biases_with_the_factor_0_stay_where_they_are()
    {
        using var scope = NewDisposeScope();
        var bias = new Parameter(ones(3));
        using var optimizer = Optimizer.Create(
            Recipe(OptimizerKind.AdamW) with { BiasRate = 0 }, [("fc.weight", new Parameter(ones(3))), ("fc.bias", bias)]);

        Step(optimizer, Way.Kernels, [new Parameter(ones(3)), bias], [ones(3), ones(3)], 0.1);

        Assert.Equal([1f, 1, 1], bias.data<float>().ToArray());
    }

    private static bool HasAten(OptimizerKind kind) =>
        kind is not (OptimizerKind.RmsProp or OptimizerKind.Adagrad or OptimizerKind.Adadelta);

    private static TrainingRecipe Recipe(OptimizerKind kind) =>
        OptimizerTests.Recipe(kind, 0.05) with { Momentum = 0.8, Beta2 = 0.95, Epsilon = 0.01 };

    private static void Step(Optimizer optimizer, Way way, Parameter[] parameters, Tensor[] gradients, double rate)
    {
        foreach (var (parameter, gradient) in parameters.Zip(gradients))
            parameter.grad = gradient;
        switch (way)
        {
            case Way.Aten or Way.Operators:
                optimizer.UsesAten = way == Way.Aten;
                Assert.Equal(way == Way.Aten, optimizer.UsesAten);
                optimizer.Step(rate);
                break;
            case Way.WrittenRates:
                optimizer.WriteRates(rate);
                optimizer.UpdateByWrittenRates();
                break;
            case Way.Kernels:
                optimizer.UseGradients(gradients);
                optimizer.Step(rate);
                break;
        }
    }

    private static EqualityComparer<double> Close(double tolerance) =>
        EqualityComparer<double>.Create((x, y) => Math.Abs(x - y) <= tolerance, _ => 0);
}
