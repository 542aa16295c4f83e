using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>Where a run leaves what comes out: a folder, or, on a rank that does not lead, nowhere.</summary>
internal interface IRunStore : IDisposable
{
    /// <summary>The folder; empty for none.</summary>
    string Path { get; }

    /// <summary>Whether there is something to continue from.</summary>
    bool HasCheckpoints { get; }

    /// <summary>Refuses to start what cannot be saved.</summary>
    /// <exception cref="TorchBasicsException">The disk has no room for the files that come: kind Failed.</exception>
    void RequireRoom(Func<TrainerState> state, TrainingOptions options, bool isNew);

    /// <summary>Refuses to write into a folder that has taken the place of the one that was opened.</summary>
    /// <exception cref="TorchBasicsException">It was moved, deleted or replaced: kind Failed.</exception>
    void RequireSame();

    /// <summary>Replaces the record.</summary>
    /// <exception cref="TorchBasicsException">It could not be written.</exception>
    void WriteRecord(RunRecord record);

    /// <summary>Writes a text file, whole or not at all.</summary>
    /// <exception cref="TorchBasicsException">It could not be written.</exception>
    void Write(string name, string text);

    /// <summary>Writes the model that was the best so far.</summary>
    /// <exception cref="TorchBasicsException">It could not be written.</exception>
    void WriteBest(Func<Model> model);

    /// <summary>Writes the finished model.</summary>
    /// <exception cref="TorchBasicsException">It could not be written.</exception>
    void WriteModel(Model model);

    /// <summary>Writes a checkpoint.</summary>
    /// <returns>Its file; null where nothing is written.</returns>
    /// <exception cref="TorchBasicsException">It could not be written.</exception>
    string? Save(Func<Checkpoint> checkpoint);

    /// <summary>Closes it, and leaves nothing behind of a run that could not be prepared.</summary>
    void Abandon();
}
