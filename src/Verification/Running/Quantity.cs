namespace TorchBasics.Verification.Running;

/// <summary>The kinds of numbers of a training step: the columns of a report's matrix.</summary>
public enum Quantity
{
    /// <summary>Data sets, and how their values become floats.</summary>
    Data,

    /// <summary>Batches, and what goes into each layer.</summary>
    Inputs,

    /// <summary>Results of the layers.</summary>
    Outputs,

    /// <summary>The loss.</summary>
    Loss,

    /// <summary>The gradient of the loss with respect to the last layer's results.</summary>
    LossGradient,

    /// <summary>Gradients with respect to what went into a layer.</summary>
    InputGradients,

    /// <summary>Gradients with respect to parameters.</summary>
    ParameterGradients,

    /// <summary>Learning rates.</summary>
    Rates,

    /// <summary>Buffers of the optimizer and of layers, such as running statistics.</summary>
    Buffers,

    /// <summary>Parameters.</summary>
    Parameters,

    /// <summary>Losses, accuracies and counts that a run reports.</summary>
    Figures,
}
