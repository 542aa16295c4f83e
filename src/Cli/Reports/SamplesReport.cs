using TorchBasics.Training.Data;

namespace TorchBasics.Cli.Reports;

/// <summary>What "data show --json" prints.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Shape">Shape of a sample.</param>
/// <param name="IsPictures">Whether the values are pixels, 0 to 255, row by row.</param>
/// <param name="Features">Names of the columns of a table; null where they have none.</param>
/// <param name="Classes">The classes; null of a table with quantities.</param>
/// <param name="Targets">Names of the quantities; null where classes are told apart.</param>
/// <param name="Samples">The first samples, as a network gets them before normalisation.</param>
internal sealed record SamplesReport(
    string Data,
    IReadOnlyList<int> Shape,
    bool IsPictures,
    IReadOnlyList<string>? Features,
    IReadOnlyList<string>? Classes,
    IReadOnlyList<string>? Targets,
    IReadOnlyList<ShownSample> Samples)
{
    public static SamplesReport Of(SampleSet set) => new(
        set.Name,
        [.. set.Shape],
        set.IsPictures,
        set.FeatureNames,
        set.Targets is null ? set.ClassNames : null,
        set.Targets is null ? null : set.ClassNames,
        [.. Enumerable.Range(0, set.Count).Select(i => ShownSample.Of(set, i))]);
}

/// <summary>A sample.</summary>
/// <param name="Label">Its class; null of a table with quantities.</param>
/// <param name="Targets">Its quantities, in the order of their names; null where classes are told apart.</param>
/// <param name="Values">Its numbers.</param>
internal sealed record ShownSample(string? Label, IReadOnlyList<float>? Targets, IReadOnlyList<float> Values)
{
    public static ShownSample Of(SampleSet set, int i) => new(
        set.Targets is null ? set.ClassNames[set.Labels.Span[i]] : null,
        set.Targets?.Values<float>().Slice(i * set.ClassNames.Count, set.ClassNames.Count).ToArray(),
        set.IsPictures
            ? [.. set.Sample<byte>(i).ToArray().Select(pixel => (float)pixel)]
            : set.Sample<float>(i).ToArray());
}
