using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Engines.Fused;

namespace TorchBasics.Tests.Native.Kernels.Simd;

/// <summary>One layer on a random batch.</summary>
/// <param name="Layer">Its description.</param>
/// <param name="Input">Shape of a sample.</param>
/// <param name="Samples">Samples of the batch.</param>
/// <param name="Seed">Seed of all numbers.</param>
/// <param name="Whole">Whether inputs are small whole numbers: many maxima are ties and many values zero.</param>
internal sealed record LayerCase(Layer Layer, Shape Input, int Samples, ulong Seed, bool Whole)
{
    /// <summary>
    /// Runs the layer on the kernels, forward and backward, and demands that every number is within the reference's bound.
    /// </summary>
    public void ShouldPass(int bits)
    {
        var random = new RandomGenerator(Seed);
        var parameters = Layer.Parameters.Select(parameter => RandomNumbers.Draw(random, [.. parameter.Shape])).ToList();
        var x = Draw(random, [Samples, .. Input]);
        var gradient = Draw(random, [Samples, .. Layer.OutputShape(Input)]);

        var record = new FusedEngine(Widths.Of(bits)).Apply(Layer, parameters, x, gradient, training: false);

        var deviations = LocalCheck<Binary32>.Layer(record).ToList();
        Assert.Equal(2 + Layer.Parameters.Count(parameter => parameter.Trainable), deviations.Count);
        Assert.True(
            deviations.TrueForAll(deviation => deviation.Passed),
            $"{this}: {string.Join('\n', deviations.Where(deviation => !deviation.Passed))}");
    }

    private Tensor<Float64> Draw(RandomGenerator random, int[] sizes)
    {
        var values = RandomNumbers.Draw(random, sizes);
        return Whole ? values.Map(value => new Float64(Math.Floor((value.Value + 1) * 2.5) - 2)) : values; // -2 to 2
    }
}
