using System.Text.Json;

namespace TorchBasics.Published;

/// <summary>A file under Rows.</summary>
/// <param name="Result">The network and its training in a few words.</param>
/// <param name="Source">Where the value stands.</param>
/// <param name="IsChecked">Whether the source itself was read.</param>
/// <param name="Error">The published error in percent.</param>
/// <param name="Digit">One unit of the last published digit, in percent.</param>
/// <param name="Network">Name of a model of the catalogue, or a description as model files have it.</param>
/// <param name="Recipe">How it is trained.</param>
/// <param name="Seeds">How many seeds.</param>
/// <param name="Deviations">What is not as published.</param>
/// <param name="HighestError">The other end of a published range.</param>
/// <param name="Quick">A shortened form.</param>
/// <param name="Committee">Several networks in place of one.</param>
internal sealed record RowFile(
    string Result,
    string Source,
    bool IsChecked,
    double Error,
    double Digit,
    JsonElement Network,
    RecipeFile Recipe,
    int Seeds,
    IReadOnlyList<string> Deviations,
    double? HighestError = null,
    QuickForm? Quick = null,
    CommitteeForm? Committee = null);
