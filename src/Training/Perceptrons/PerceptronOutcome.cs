namespace TorchBasics.Training.Perceptrons;

/// <summary>How the perceptron learning rule ended.</summary>
public enum PerceptronOutcome
{
    /// <summary>A whole epoch passed without a mistake: the rule has found a line that separates the classes.</summary>
    Converged,

    /// <summary>
    /// The weights came back to values they had before at the same place of an epoch, so the rule repeats itself for
    /// ever: no line separates the classes (Novikoff 1962 proves that the rule would have stopped if there were one).
    /// </summary>
    Cycles,

    /// <summary>The epochs ran out before either happened.</summary>
    Undecided,
}
