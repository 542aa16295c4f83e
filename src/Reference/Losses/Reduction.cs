namespace TorchBasics.Reference.Losses;

/// <summary>How the losses of single elements become one number. Who wants none of it asks a loss for its elements.</summary>
public enum Reduction
{
    /// <summary>Their mean; what it divides by is the loss's own to say.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,
}
