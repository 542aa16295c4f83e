using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Data;
using TorchBasics.Training.Metrics;

namespace TorchBasics.Training.Boosting;

/// <summary>
/// What the second and the third member of a boosted committee of three learn from: distorted pictures, drawn anew as long as
/// needed, that pass a filter made of the members before.
/// </summary>
/// <remarks>
/// Source: Drucker, Schapire, Simard 1993, "Improving performance in neural networks using a boosting algorithm"; LeCun et al.
/// 1998, section III.C, where distortions give the pictures of which there would not be enough.
/// </remarks>
/// <param name="samples">Pictures of bytes to distort.</param>
/// <param name="augmentation">How far.</param>
/// <param name="seed">Seed of distortions and choices.</param>
public sealed class BoostingFilter(SampleSet samples, Augmentation augmentation, ulong seed)
{
    // A filter that lets one picture of a thousand through still fills a set within so many rounds.
    private const int MostRounds = 1000;

    /// <summary>
    /// Pictures of which the first member gets one half right: a coin says before each whether the next right or the next wrong
    /// one is taken.
    /// </summary>
    /// <param name="first">The first member.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The pictures, as they are to be learnt from.</returns>
    /// <exception cref="TorchBasicsException">
    /// The samples are no pictures of bytes, the model cannot take them, or too few pass: kind Usage.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public SampleSet Second(Model first, int count, CancellationToken cancellation = default)
    {
        var coin = RandomGenerator.ForStream(seed, "boosting");
        var wantsWrong = coin.NextInt32(2) == 1;
        return Collect("member2", count, drawn =>
        {
            var classes = Classifier.Classify(first, drawn);
            return sample =>
            {
                if (wantsWrong != (classes[sample] != drawn.Labels.Span[sample]))
                    return false;
                wantsWrong = coin.NextInt32(2) == 1;
                return true;
            };
        }, cancellation);
    }

    /// <summary>Pictures on which the first two members disagree.</summary>
    /// <param name="first">The first member.</param>
    /// <param name="second">The second member.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The pictures, as they are to be learnt from.</returns>
    /// <exception cref="TorchBasicsException">
    /// The samples are no pictures of bytes, a model cannot take them, or too few pass: kind Usage.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public SampleSet Third(Model first, Model second, int count, CancellationToken cancellation = default) =>
        Collect("member3", count, drawn =>
        {
            var (one, other) = (Classifier.Classify(first, drawn), Classifier.Classify(second, drawn));
            return sample => one[sample] != other[sample];
        }, cancellation);

    // Each member has distortions of its own, and in each round the pictures come in another order.
    private SampleSet Collect(
        string member, int count, Func<SampleSet, Func<int, bool>> filterOf, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var (parts, found) = (new List<SampleSet>(), 0);
        for (var round = 0; round < MostRounds && found < count; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var streams = RandomGenerator.ForStream(seed, member, (ulong)round);
            var order = Enumerable.Range(0, samples.Count).ToArray();
            streams.Shuffle<int>(order);
            var drawn = DistortedSamples.Draw(samples, augmentation, streams.NextUInt64(), epoch: 0);
            var filter = filterOf(drawn);
            int[] chosen = [.. order.Where(filter).Take(count - found)];
            if (chosen.Length > 0)
                parts.Add(drawn.Select(chosen));
            found += chosen.Length;
        }

        return found == count ? SampleSet.Join(parts) : throw new TorchBasicsException(
            ErrorKind.Usage,
            $"After {MostRounds} times {samples.Count} distorted pictures only {found} of {count} were found from which {member} "
            + "could learn: the members before it err too seldom. Distort more, or train them less.");
    }
}
