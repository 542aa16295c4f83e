using System.Globalization;

namespace TorchBasics.Core;

/// <summary>What a file with weights says about them: everything that is needed to predict.</summary>
/// <param name="Architecture">The network.</param>
/// <param name="Normalization">How the values of a sample become the numbers that enter the network.</param>
/// <param name="ClassNames">What each output stands for.</param>
/// <param name="TrainedOn">Name of the data set.</param>
/// <param name="CreatedBy">Program and version.</param>
public sealed record ModelInfo(
    Architecture Architecture, Normalization Normalization, IReadOnlyList<string> ClassNames, string TrainedOn, string CreatedBy)
{
    /// <summary>What the columns of a table are called that the samples were rows of, in order, without the label; null where that is not known.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>What stands for the data set or the program where a file does not tell.</summary>
    public const string Unknown = "unknown";

    /// <summary>What stands for the data set of weights that were never trained.</summary>
    public const string Untrained = "nothing";

    /// <summary>The most classes that a network from elsewhere may tell apart, since each has a name.</summary>
    public const int MostClasses = 1 << 16;

    /// <summary>How many classes a network tells apart: a single output tells two.</summary>
    /// <param name="architecture">The network.</param>
    /// <returns>The number, at least 2.</returns>
    public static int ClassCount(Architecture architecture) => (int)Math.Max(2, architecture.Output.Elements);

    /// <summary>Names for classes that nobody has named.</summary>
    /// <param name="architecture">The network.</param>
    /// <returns>"0", "1" and so on.</returns>
    public static IReadOnlyList<string> NumberedClasses(Architecture architecture) =>
        [.. Enumerable.Range(0, ClassCount(architecture)).Select(number => number.ToString(CultureInfo.InvariantCulture))];
}
