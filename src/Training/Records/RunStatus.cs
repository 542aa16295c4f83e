namespace TorchBasics.Training.Records;

/// <summary>How a run stands.</summary>
public enum RunStatus
{
    /// <summary>It is training, or was killed without a word.</summary>
    Running,

    /// <summary>It did all its epochs.</summary>
    Completed,

    /// <summary>It stopped early because the loss on the samples kept back no longer fell.</summary>
    StoppedEarly,

    /// <summary>It was asked to stop, saved, and can continue.</summary>
    Interrupted,

    /// <summary>It met an error.</summary>
    Failed,
}
