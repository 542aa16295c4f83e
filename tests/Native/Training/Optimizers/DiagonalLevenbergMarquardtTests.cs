using TorchBasics.Core.Errors;
using TorchBasics.Training.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Optimizers;

public class DiagonalLevenbergMarquardtTests
{
    // Vectors with and without a tail, a single number, and enough for several threads.
    private static readonly long[][] Shapes = [[3, 5], [1], [77_777, 2], [64]];

    [Theory]
    [InlineData(false, 0), InlineData(true, 0), InlineData(false, 0.05), InlineData(true, 0.05)]
    public void A_step_is_the_gradient_divided_by_damping_and_curvature(bool byKernels, double decay)
    {
        using var scope = NewDisposeScope();
        Parameter[] weights = [.. Shapes.Select((shape, i) => new Parameter(Random(shape, i)))];
        Tensor[] before = [.. weights.Select(weight => weight.detach().clone())];
        Tensor[] gradients = [.. Shapes.Select((shape, i) => Random(shape, 10 + i))];
        using var optimizer = new DiagonalLevenbergMarquardt(
            [.. weights.Select((weight, i) => ($"w{i}", weight))], damping: 0.25, decay, rateFactors: [1, 2, 0.5, 0]);
        foreach (var ((_, curvature), shape) in optimizer.State.Zip(Shapes))
            curvature.copy_(Random(shape, 20).square());
        if (byKernels)
            optimizer.UseGradients(gradients);
        else
            foreach (var (weight, gradient) in weights.Zip(gradients))
                weight.grad = gradient;

        optimizer.Step(0.125);

        // Equation 18 of the paper in double precision; five roundings of numbers below 32.
        for (var i = 0; i < weights.Length; i++)
        {
            var (w, g, h) = (before[i].@double(), gradients[i].@double(), optimizer.State[i].Values.@double());
            var expected = w - (0.125 * new[] { 1, 2, 0.5, 0 }[i] * (g + (decay * w)) / (0.25 + h));
            Assert.True((weights[i].@double() - expected).abs().max().item<double>() < 5 * 32 / Math.Pow(2, 24), $"w{i}");
        }
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_damping_that_bounds_nothing_is_refused(double damping)
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<TorchBasicsException>(
            () => new DiagonalLevenbergMarquardt(Problem.Create().Parameters, damping));

        Assert.Equal((ErrorKind.Usage, $"The damping is {damping}; expected a positive number."), (error.Kind, error.Message));
    }

    private static Tensor Random(long[] shape, int seed) => randn(shape, generator: new Generator((ulong)seed, CPU));
}
