using System.Runtime.InteropServices;
using TorchBasics.Core;
using TorchBasics.Kernels.Inference;

namespace TorchBasics.Tests.Native.Kernels.Inference;

/// <summary>Samples for predictors, and what these say.</summary>
internal static class Answers
{
    /// <summary>Random samples, the same for a seed.</summary>
    public static float[] Samples(Predictor predictor, int count, ulong seed)
    {
        var random = RandomGenerator.ForStream(seed, "samples", 0);
        return [.. Enumerable.Range(0, count * predictor.Inputs).Select(_ => (float)random.NextUniform(-1, 1))];
    }

    /// <summary>All in one call.</summary>
    public static float[] Of(Predictor predictor, float[] samples)
    {
        var results = new float[samples.Length / predictor.Inputs * predictor.Outputs];
        predictor.Run(samples, results);
        return results;
    }

    /// <summary>Each in a call of its own.</summary>
    public static float[] OneByOne(Predictor predictor, float[] samples) =>
        [.. samples.Chunk(predictor.Inputs).SelectMany(sample => Of(predictor, sample))];

    /// <summary>
    /// What is said in a call of their own, in one call and in a batch of several groups, if that is the same to the last bit.
    /// </summary>
    public static float[] OfAnyBatch(Predictor predictor, float[] samples)
    {
        var single = OneByOne(predictor, samples);
        AssertSameBits(single, Of(predictor, samples));
        const int Copies = 37; // two groups at least, and a rest
        AssertSameBits(
            [.. Enumerable.Repeat(single, Copies).SelectMany(results => results)],
            Of(predictor, [.. Enumerable.Repeat(samples, Copies).SelectMany(sample => sample)]));
        return single;
    }

    /// <summary>Fails at the first number that has other bits.</summary>
    public static void AssertSameBits(float[] expected, float[] actual) =>
        Assert.Equal(MemoryMarshal.Cast<float, int>(expected), MemoryMarshal.Cast<float, int>(actual));
}
