namespace TorchBasics.Reference.Numbers;

/// <summary>A floating-point format, as rounding analysis sees it.</summary>
public interface IPrecision
{
    /// <summary>Unit roundoff u: half the distance from 1 to the next larger number.</summary>
    static abstract double UnitRoundoff { get; }

    /// <summary>The smallest normal number; a result below it may be flushed to zero.</summary>
    static abstract double SmallestNormal { get; }

    /// <summary>The number of the format nearest to a double.</summary>
    /// <param name="value">Any double.</param>
    /// <returns>The same number, or its neighbour in the format.</returns>
    static abstract double Round(double value);

    /// <summary>
    /// The number that stands for a constant of a formula, such as the 2/3 of a scaled tanh; itself, where nothing else is said.
    /// </summary>
    /// <param name="value">The constant.</param>
    /// <returns>The constant, or its neighbour in some format.</returns>
    static virtual double Constant(double value) => value;
}
