namespace TorchBasics.Training.Recording;

/// <summary>How a step is done.</summary>
internal enum StepWay
{
    /// <summary>Operator by operator, where it will be recorded.</summary>
    WarmUp,

    /// <summary>Recorded, then done by its record.</summary>
    Record,

    /// <summary>Done by its record.</summary>
    Launch,

    /// <summary>Operator by operator.</summary>
    Eager,
}
