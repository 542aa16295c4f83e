using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>Watches a run without taking part in it: progress display, logs, reports.</summary>
public interface ITrainingObserver
{
    /// <summary>Before the first step of this session.</summary>
    /// <param name="run">The run, ready to train.</param>
    void OnStart(TrainingRun run)
    {
    }

    /// <summary>After every step; must cost next to nothing.</summary>
    /// <param name="run">The run.</param>
    void OnStep(TrainingRun run)
    {
    }

    /// <summary>After an epoch and its evaluation.</summary>
    /// <param name="run">The run.</param>
    /// <param name="metrics">What the epoch gave.</param>
    void OnEpoch(TrainingRun run, EpochMetrics metrics)
    {
    }

    /// <summary>After a checkpoint is safe on disk.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">Its file.</param>
    void OnCheckpoint(TrainingRun run, string path)
    {
    }

    /// <summary>At the end of this session, whatever the reason.</summary>
    /// <param name="run">The run.</param>
    /// <param name="record">Its record.</param>
    void OnEnd(TrainingRun run, RunRecord record)
    {
    }
}
