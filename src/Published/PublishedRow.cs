using TorchBasics.Core;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Published;

/// <summary>A result of the literature, and how it is reproduced here.</summary>
public sealed record PublishedRow
{
    /// <summary>Author and year, and what it is: "simplechains-2022/lenet5".</summary>
    public required string Name { get; init; }

    /// <summary>The network and its training in a few words.</summary>
    public required string Result { get; init; }

    /// <summary>Where the value stands: work, section, table.</summary>
    public required string Source { get; init; }

    /// <summary>Whether the source itself was read for this row; else the value is as others quote it.</summary>
    public required bool IsChecked { get; init; }

    /// <summary>The published error on the test set, in percent; the lowest where a range was published.</summary>
    public required double Error { get; init; }

    /// <summary>The highest published error, in percent; the same as <see cref="Error"/> for a single value.</summary>
    public required double HighestError { get; init; }

    /// <summary>One unit of the last digit that was published, in percent.</summary>
    public required double Digit { get; init; }

    /// <summary>The network.</summary>
    public required Architecture Network { get; init; }

    /// <summary>How it is trained; its pixels have a range.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>Several such networks whose results are averaged; null for one alone.</summary>
    public CommitteeForm? Committee { get; init; }

    /// <summary>How many seeds are tried, at least 2.</summary>
    public required int Seeds { get; init; }

    /// <summary>What is not as it was published.</summary>
    public required IReadOnlyList<string> Deviations { get; init; }

    /// <summary>A shortened form, which shows that the row still runs; null where there is none.</summary>
    public QuickForm? Quick { get; init; }

    /// <summary>The published value in words, such as "4.7 %" or "1.7 to 2.1 %".</summary>
    public string Published => Error == HighestError
        ? FormattableString.Invariant($"{Rounded(Error)} %")
        : FormattableString.Invariant($"{Rounded(Error)} to {Rounded(HighestError)} %");

    private string Rounded(double percent) => percent.ToString(
        $"F{Math.Max(0, (int)Math.Round(-Math.Log10(Digit)))}", System.Globalization.CultureInfo.InvariantCulture);
}
