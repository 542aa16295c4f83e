namespace TorchBasics.Kernels.Simd;

/// <summary>
/// How a sum of products walks through its two operands: three nested loops over channels, rows and columns. Steps are
/// counted in floats.
/// </summary>
internal struct LoopNest
{
    /// <summary>Turns of the outer loop.</summary>
    public int Channels;

    /// <summary>Turns of the middle loop.</summary>
    public int Rows;

    /// <summary>Turns of the inner loop, at least 1.</summary>
    public int Columns;

    /// <summary>Step of the vectors from one channel to the next.</summary>
    public int ChannelStep;

    /// <summary>Step of the vectors from one row to the next.</summary>
    public int RowStep;

    /// <summary>Step of the vectors from one column to the next.</summary>
    public int ColumnStep;

    /// <summary>Step of the factors from one channel to the next.</summary>
    public int FactorChannelStep;

    /// <summary>Step of the factors from one row to the next.</summary>
    public int FactorRowStep;

    /// <summary>Step of the factors from one column to the next.</summary>
    public int FactorColumnStep;

    /// <summary>From the factor of one row of a tile to that of the next, where factors are vectors.</summary>
    public int FactorNext;

    /// <summary>One loop alone.</summary>
    public static LoopNest Line(int turns, int step, int factorStep) =>
        new() { Channels = 1, Rows = 1, Columns = turns, ColumnStep = step, FactorColumnStep = factorStep };
}
