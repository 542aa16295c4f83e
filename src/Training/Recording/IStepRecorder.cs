namespace TorchBasics.Training.Recording;

/// <summary>Whoever can write down what operators do on a device, and have it done again by one call.</summary>
internal interface IStepRecorder : IDisposable
{
    /// <summary>Does a step where steps are recorded, so that all that is made at a first use is there.</summary>
    /// <param name="step">Calls operators.</param>
    void WarmUp(Action step);

    /// <summary>Records a step without doing it.</summary>
    /// <param name="step">Calls operators.</param>
    /// <returns>What does the step each time it is launched.</returns>
    IRecordedStep Record(Action step);
}

/// <summary>A step that can be done again.</summary>
internal interface IRecordedStep : IDisposable
{
    /// <summary>Does the step with what stands in its tensors now; waits for nothing.</summary>
    void Launch();
}
