namespace TorchBasics.Graphs.Operators;

/// <summary>What becomes of the losses of all elements.</summary>
public enum LossReduction
{
    /// <summary>They stay as they are.</summary>
    None,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their sum over the sum of their weights.</summary>
    Mean,
}
