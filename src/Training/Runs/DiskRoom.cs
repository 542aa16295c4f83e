using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Training.Runs;

/// <summary>The room on the disk that a run will need, asked for before it begins.</summary>
internal static class DiskRoom
{
    private const long Description = 1 << 16; // the part of a file that is not numbers, with the history of a long run

    /// <summary>Refuses a run whose files would not fit.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="state">A state of its trainer, as large as all that follow.</param>
    /// <param name="options">How it trains.</param>
    /// <param name="isNew">Whether another folder could still be named.</param>
    /// <exception cref="TorchBasicsException">The disk has less room.</exception>
    public static void Require(RunFolder folder, TrainerState state, TrainingOptions options, bool isNew)
    {
        var model = Description + Bytes(state.Weights);
        var checkpoint = model + Bytes(state.OptimizerArrays);
        var keepsBest = options.Patience is not null;
        folder.RequireRoom(
            keepsBest ? checkpoint + model : checkpoint, model, keepsBest, isNew ? ", or name another folder with --output" : "");
    }

    private static long Bytes(IReadOnlyList<NamedArray> arrays) => arrays.Sum(array => (long)array.Bytes.Length);
}
