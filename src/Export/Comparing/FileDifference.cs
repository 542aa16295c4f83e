namespace TorchBasics.Export.Comparing;

/// <summary>How two files differ.</summary>
/// <param name="First">The first file.</param>
/// <param name="Second">The second file.</param>
/// <param name="Arrays">Every array of either.</param>
/// <param name="Outputs">What they compute; null where that cannot be compared.</param>
/// <param name="Statements">
/// Where the files say different things of what enters the network or what its results stand for, a sentence each.
/// </param>
/// <param name="Notes">What else a person should know, a sentence each.</param>
public sealed record FileDifference(
    string First,
    string Second,
    IReadOnlyList<ArrayDifference> Arrays,
    OutputDifference? Outputs,
    IReadOnlyList<string> Statements,
    IReadOnlyList<string> Notes)
{
    /// <summary>Whether nothing differs that was compared.</summary>
    public bool IsSame => Arrays.All(array => array.IsSame) && Outputs is null or { IsSame: true } && Statements.Count == 0;
}
