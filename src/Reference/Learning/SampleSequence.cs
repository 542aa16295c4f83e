using TorchBasics.Core;

namespace TorchBasics.Reference.Learning;

/// <summary>Which samples a run learns from, which it keeps back, and in which order it sees them.</summary>
/// <remarks>
/// Every choice is an exchange of numbers that stand in rising order at first (Fisher and Yates), with a stream of random
/// numbers of its own: "split" of a file into training and test set, "hold-out" of the samples to choose by, "shuffle" with
/// the number of the epoch for the order of an epoch. The numbers that a stream gives for a seed are
/// <see cref="RandomGenerator"/>'s.
/// </remarks>
public static class SampleSequence
{
    /// <summary>The order of an epoch.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="samples">Samples in the training set, at least 1.</param>
    /// <returns>Each number from 0 to samples - 1 once.</returns>
    public static int[] Epoch(ulong seed, int epoch, int samples) =>
        FromTheEnd(RandomGenerator.ForStream(seed, "shuffle", (ulong)epoch), samples);

    /// <summary>The rows of a file of which the first become the test set and the others the training set.</summary>
    /// <param name="seed">Seed of the split.</param>
    /// <param name="rows">Rows of the file, at least 1.</param>
    /// <returns>Each number from 0 to rows - 1 once.</returns>
    public static int[] Split(ulong seed, int rows) => FromTheEnd(RandomGenerator.ForStream(seed, "split"), rows);

    /// <summary>The samples that are kept back.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="samples">Samples before any is kept back, at least 1.</param>
    /// <param name="count">How many are kept back, from 0 to samples.</param>
    /// <returns>For each sample, whether it is; those that are, and the others, stay in their order.</returns>
    public static bool[] HeldBack(ulong seed, int samples, int count)
    {
        var (random, numbers, held) = (RandomGenerator.ForStream(seed, "hold-out"), Rising(samples), new bool[samples]);
        for (var i = 0; i < count; i++)
        {
            var j = i + random.NextInt32(samples - i);
            (numbers[i], numbers[j]) = (numbers[j], numbers[i]);
            held[numbers[i]] = true;
        }

        return held;
    }

    /// <summary>Steps of an epoch: as many batches as it takes for each sample to come once; the last may be smaller.</summary>
    /// <param name="samples">Samples in the training set, at least 1.</param>
    /// <param name="batch">Samples of a full batch, at least 1.</param>
    /// <returns>The number, at least 1.</returns>
    public static int StepsOfEpoch(int samples, int batch)
    {
        var steps = 0;
        for (long seen = 0; seen < samples; seen += batch)
            steps++;
        return steps;
    }

    private static int[] FromTheEnd(RandomGenerator random, int count)
    {
        var numbers = Rising(count);
        for (var last = count - 1; last > 0; last--)
        {
            var other = random.NextInt32(last + 1);
            (numbers[last], numbers[other]) = (numbers[other], numbers[last]);
        }

        return numbers;
    }

    private static int[] Rising(int count)
    {
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
            numbers[i] = i;
        return numbers;
    }
}
