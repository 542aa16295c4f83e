using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Learning;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training.Records;
using TorchBasics.Verification.Runs.Data;

namespace TorchBasics.Verification.Runs;

/// <summary>What each step of a run is fed with, worked out from the request, the seed and the bytes of the data set.</summary>
/// <param name="request">What the run was asked for.</param>
/// <param name="data">The samples.</param>
/// <param name="normalization">The factors and summands that stand in the run's files; they are judged by themselves.</param>
internal sealed class RunOracle(RunRequest request, PlainData data, Normalization normalization)
{
    private (int Epoch, int[] Samples) _order = (-1, []);

    /// <summary>The samples.</summary>
    public PlainData Data => data;

    /// <summary>How the run trains.</summary>
    public TrainingRecipe Recipe => request.Options.Recipe;

    /// <summary>The seed of the run.</summary>
    public ulong Seed => request.Options.Seed;

    /// <summary>Largest norm of all gradients together; null for no limit.</summary>
    public double? ClipNorm => request.Options.ClipNorm;

    /// <summary>Steps of an epoch.</summary>
    public int StepsOfEpoch { get; } = SampleSequence.StepsOfEpoch(data.Train.Count, request.Options.Recipe.BatchSize);

    /// <summary>Steps of the whole run.</summary>
    public long TotalSteps => (long)StepsOfEpoch * Recipe.Epochs;

    /// <summary>The samples of a step.</summary>
    /// <param name="step">Number of the step, from 1.</param>
    /// <returns>Its epoch, from 0, and the numbers of its samples in the training set.</returns>
    public (int Epoch, int[] Samples) Batch(long step)
    {
        var (epoch, place) = ((int)((step - 1) / StepsOfEpoch), (int)((step - 1) % StepsOfEpoch));
        if (_order.Epoch != epoch)
            _order = (epoch, SampleSequence.Epoch(request.Options.Seed, epoch, data.Train.Count));
        var first = place * Recipe.BatchSize;
        return (epoch, _order.Samples[first..Math.Min(first + Recipe.BatchSize, data.Train.Count)]);
    }

    /// <summary>The rate of a step, with its bound.</summary>
    /// <param name="step">Number of the step, from 1.</param>
    public Rounded<Binary64> Rate(long step) =>
        Rounded<Binary64>.Within(
            LearningRates.At(Recipe, step - 1, StepsOfEpoch, TotalSteps), LearningRates.Error(Recipe));

    /// <summary>What decides which elements a step drops.</summary>
    /// <param name="step">Number of the step, from 1.</param>
    public ulong DropoutSeed(long step) =>
        RandomGenerator.ForStream(request.Options.Seed, "dropout", (ulong)(step - 1)).NextUInt64();

    /// <summary>What the samples of a step enter the network as.</summary>
    /// <param name="epoch">Its epoch, from 0.</param>
    /// <param name="samples">Its samples.</param>
    /// <returns>[N, ...], each number with its bound.</returns>
    public Tensor<Rounded<Binary32>> Inputs(int epoch, int[] samples)
    {
        var inputs = Plain(data.Train, samples);
        if (Recipe.Augmentation.IsNone)
            return inputs;
        var size = new Size2d(data.Train.Sizes[1], data.Train.Sizes[2]);
        var distortions = Distortion.Draw(Recipe.Augmentation, size, request.Options.Seed, epoch, samples);
        double[] background = [.. Enumerable.Range(0, data.Train.Sizes[0])
            .Select(channel => (double)normalization.Offset[normalization.Offset.Count == 1 ? 0 : channel])];
        var elements = data.Train.Elements;
        var distorted = inputs.ZerosLike();
        Parallel.For(0, samples.Length, n =>
        {
            var picture = Tensor<Rounded<Binary32>>.Over(
                [.. data.Train.Sizes], inputs.Elements.Slice(n * elements, elements).ToArray());
            DistortedPicture.Of(distortions[n], picture, background).Elements.CopyTo(distorted.Elements[(n * elements)..]);
        });
        return distorted;
    }

    /// <summary>Samples as they enter a network when nothing distorts them: x = v scale + offset.</summary>
    /// <param name="set">Their set.</param>
    /// <param name="samples">Their numbers.</param>
    /// <returns>[N, ...], each number with its bound.</returns>
    public Tensor<Rounded<Binary32>> Plain(PlainSet set, IReadOnlyList<int> samples)
    {
        var inputs = new Tensor<Rounded<Binary32>>([samples.Count, .. set.Sizes]);
        var ofEntry = set.Elements / set.Sizes[0];
        for (var n = 0; n < samples.Count; n++)
            for (var i = 0; i < set.Elements; i++)
            {
                var entry = normalization.Scale.Count == 1 ? 0 : i / ofEntry;
                var (v, scale, offset) =
                    (set.Value(samples[n], i), (double)normalization.Scale[entry], (double)normalization.Offset[entry]);
                inputs.Elements[(n * set.Elements) + i] = ((Exactly(v) * Exactly(scale)) + Exactly(offset)).Closed;
            }

        return inputs;
    }

    private static Rounded<Binary32> Exactly(double value) => Rounded<Binary32>.Exactly(value);
}
