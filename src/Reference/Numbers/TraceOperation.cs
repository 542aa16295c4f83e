namespace TorchBasics.Reference.Numbers;

/// <summary>How a number came about.</summary>
public enum TraceOperation
{
    /// <summary>A number of the formula itself, such as the 2 of a derivative.</summary>
    Constant,

    /// <summary>A number that went in as data.</summary>
    Input,

    /// <summary>A number that is learnt, or state that belongs to one.</summary>
    Parameter,

    /// <summary>a + b.</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a * b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>-a.</summary>
    Negate,

    /// <summary>e to the power a.</summary>
    Exp,

    /// <summary>Natural logarithm of a.</summary>
    Log,

    /// <summary>Hyperbolic tangent of a.</summary>
    Tanh,

    /// <summary>Error function of a.</summary>
    Erf,

    /// <summary>Square root of a.</summary>
    Sqrt,

    /// <summary>The larger of a and b.</summary>
    Max,
}
