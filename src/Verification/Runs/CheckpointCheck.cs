using TorchBasics.Core;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training;
using TorchBasics.Training.Records;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Runs;

/// <summary>Judges whether the files of a run hold what its steps lead to, bit by bit.</summary>
internal static class CheckpointCheck
{
    /// <summary>Compares a trainer that has made the steps again with a checkpoint.</summary>
    /// <param name="actual">The trainer.</param>
    /// <param name="kept">The checkpoint.</param>
    public static IEnumerable<Deviation> Compare(TrainerState actual, TrainerState kept)
    {
        foreach (var deviation in Arrays(
            kept.Weights.Concat(kept.OptimizerArrays), actual.Weights.Concat(actual.OptimizerArrays)))
            yield return deviation;
        yield return Finder.Same(RunPlaces.Figure("training loss"), kept.Meter.LossSum, actual.Meter.LossSum);
        yield return Finder.Same(RunPlaces.Figure("right answers"), kept.Meter.Correct, actual.Meter.Correct);
    }

    /// <summary>
    /// Compares the finished model with the checkpoint or the best epoch that it comes from, and with the hash in the record.
    /// </summary>
    /// <param name="evidence">The run's folder.</param>
    /// <param name="hash">The hash of the model's weights.</param>
    public static IEnumerable<Deviation> Model(RunEvidence evidence, string hash)
    {
        var place = RunPlaces.Figure("weight hash");
        yield return evidence.Record.WeightHash == hash
            ? Finder.Right(place, 1)
            : Deviation.Failed(place, "the record says that the final weights have the hash "
                + $"{evidence.Record.WeightHash ?? "(none)"}; those of model.safetensors have {hash}");

        var last = evidence.Checkpoints[^1];
        var origin = evidence.Best?.Weights
            ?? (evidence.Record.Status == RunStatus.Completed && last.State.Step == evidence.Done ? last.Model.Weights : null);
        if (origin is not null)
            foreach (var deviation in Arrays(evidence.Model!.Weights, origin))
                yield return deviation;
    }

    private static IEnumerable<Deviation> Arrays(IEnumerable<NamedArray> actual, IEnumerable<NamedArray> expected)
    {
        var arrays = actual.ToDictionary(array => array.Name);
        foreach (var array in expected.Where(array => array.Type == ElementType.Float32))
            yield return Comparison.Exactly<Binary32>(
                Place.Parameter(array.Name), RunSpecs.ToReference(arrays[array.Name]), RunSpecs.ToReference(array)) with
            {
                Reason = "the same steps on the same processor with the same versions give the same bits",
            };
    }
}
