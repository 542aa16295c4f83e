using TorchBasics.Core.Recipes;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Optimizer = TorchBasics.Training.Optimizers.Optimizer;

namespace TorchBasics.Tests.Native.Training.Optimizers;

/// <summary>Updates that read their rates from tensors beside those that get them as numbers.</summary>
public class RateTensorsTests
{
    // Vectors with and without a tail, a single number, and enough for several threads.
    private static readonly long[][] Shapes = [[3, 5], [1], [77_777], [64]];

    public static TheoryData<OptimizerKind, double, ScalarType> Rules => new(
        from kind in Enum.GetValues<OptimizerKind>()
        from decay in (double[])[0, 0.05]
        from type in (ScalarType[])[ScalarType.Float32, ScalarType.Float64]
        select (kind, decay, type));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Written_rates_give_the_bits_of_numbers(OptimizerKind kind, double decay, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (plain, written) = (Start(type), Start(type));
        using var one = Create(kind, decay, plain);
        using var other = Create(kind, decay, written);
        one.UsesAten = false;

        for (var step = 0; step < 10; step++)
        {
            Fill(step, plain, written);
            var rate = 0.1 / (step + 3);
            one.Step(rate);
            other.WriteRates(rate);
            other.UpdateByWrittenRates();
        }

        Assert.Equal(one.StepCount, other.StepCount);
        foreach (var (mine, yours) in plain.Zip(written))
            Assert.True(mine.eq(yours).all().item<bool>(), $"{mine.numel()} weights");
        foreach (var (mine, yours) in one.State.Zip(other.State))
            Assert.True(mine.Values.eq(yours.Values).all().item<bool>(), mine.Name);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_that_makes_no_sense_is_refused_before_the_step_is_counted(double rate)
    {
        using var scope = NewDisposeScope();
        using var optimizer = Create(OptimizerKind.Adam, 0, Start(ScalarType.Float32));

        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.WriteRates(rate));
        Assert.Equal(0, optimizer.StepCount);
    }

    private static Parameter[] Start(ScalarType type) =>
        [.. Shapes.Select((shape, i) => new Parameter(
            randn(shape, dtype: type, generator: new Generator((ulong)i, CPU))))];

    private static void Fill(int step, params Parameter[][] all)
    {
        foreach (var weights in all)
            for (var i = 0; i < weights.Length; i++)
                weights[i].grad = randn(
                    weights[i].shape, dtype: weights[i].dtype, generator: new Generator((ulong)((100 * step) + i + 10), CPU));
    }

    private static Optimizer Create(OptimizerKind kind, double decay, Parameter[] weights) => Optimizer.Create(
        Core.Catalog.XorMlp.Recipe with { Optimizer = kind, Momentum = 0.9, WeightDecay = decay },
        [.. weights.Select((weight, i) => ($"w{i}", weight))]);
}
