using TorchBasics.Core;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>Keeps nothing: for a rank that does not lead, and for a run of which only the result counts.</summary>
internal sealed class NoStore : IRunStore
{
    /// <inheritdoc/>
    public string Path => "";

    /// <inheritdoc/>
    public bool HasCheckpoints => false;

    /// <inheritdoc/>
    public void RequireRoom(Func<TrainerState> state, TrainingOptions options, bool isNew)
    {
    }

    /// <inheritdoc/>
    public void RequireSame()
    {
    }

    /// <inheritdoc/>
    public void WriteRecord(RunRecord record)
    {
    }

    /// <inheritdoc/>
    public void Write(string name, string text)
    {
    }

    /// <inheritdoc/>
    public void WriteBest(Func<Model> model)
    {
    }

    /// <inheritdoc/>
    public void WriteModel(Model model)
    {
    }

    /// <inheritdoc/>
    public string? Save(Func<Checkpoint> checkpoint) => null;

    /// <inheritdoc/>
    public void Abandon()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
