using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Training.Data;

/// <summary>What a network learns from and what it is judged by.</summary>
public sealed record DataSplit
{
    private readonly Lazy<string?> _notice;

    /// <summary>Pairs two sets of the same kind.</summary>
    /// <param name="train">The samples to learn from.</param>
    /// <param name="test">The samples to judge by.</param>
    /// <exception cref="TorchBasicsException">The shapes, element types or classes differ.</exception>
    public DataSplit(SampleSet train, SampleSet test)
    {
        if (!train.Shape.Equals(test.Shape) || train.Inputs.Type != test.Inputs.Type)
        {
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"The training set {train.Name} holds {train.Inputs.Type} {train.Shape} and the test set {test.Inputs.Type} "
                + $"{test.Shape}; both must hold the same.");
        }

        if (!train.ClassNames.SequenceEqual(test.ClassNames))
        {
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"The training set {train.Name} and its test set have different classes; "
                + "both must have the same, in the same order.");
        }

        if ((train.Targets is null) != (test.Targets is null))
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"The training set {train.Name} and its test set are not both of classes, or both of quantities.");
        (Train, Test) = (train, test);
        _notice = new Lazy<string?>(() => KnownSets.Remark(train, test));
    }

    /// <summary>The samples to learn from.</summary>
    public SampleSet Train { get; private init; }

    /// <summary>
    /// The samples that are kept back to choose by, neither learnt from nor tested by; null when there are none.
    /// </summary>
    public SampleSet? Validation { get; private init; }

    /// <summary>The samples to judge by.</summary>
    public SampleSet Test { get; private init; }

    /// <summary>Whether the values should reach the network as they are, as the 0 and 1 of a truth table should.</summary>
    public bool RawValues { get; init; }

    /// <summary>A remark for the user, such as that the files differ from the published ones; null when there is none.</summary>
    /// <remarks>The first use computes the hashes of both whole sets.</remarks>
    public string? Notice
    {
        get => field ?? _notice.Value;
        init;
    }

    /// <summary>Only the first samples of each set; the remark stays that of the whole sets.</summary>
    /// <param name="train">Training samples at most; null means all.</param>
    /// <param name="test">Test samples at most; null means all.</param>
    /// <returns>The smaller pair.</returns>
    public DataSplit Take(int? train, int? test) =>
        this with { Train = Train.Take(train ?? Train.Count), Test = Test.Take(test ?? Test.Count) };

    /// <summary>
    /// Keeps training samples back, as <see cref="HoldOut.Draw"/> says; the others stay in the order of the set.
    /// </summary>
    /// <param name="count">How many, from 0 to one less than there are.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <returns>
    /// The same samples with some of <see cref="Train"/> as <see cref="Validation"/>; this object when none is kept back.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">No sample to learn from would be left, or the count is negative.</exception>
    public DataSplit HoldBack(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(count, Train.Count);
        if (count == 0)
            return this;
        var held = HoldOut.Draw(seed, Train.Count, count);
        return this with
        {
            Train = Train.Select([.. Enumerable.Range(0, Train.Count).Except(held)]),
            Validation = Train.Select(held)
        };
    }

    /// <summary>The same samples, their pictures deskewed as <see cref="Deskewing"/> says; the remark stays.</summary>
    /// <returns>Sets of the same names and labels.</returns>
    /// <exception cref="TorchBasicsException">The samples are no pictures of pixels: kind Usage.</exception>
    public DataSplit Deskew() => this with
    {
        Train = Train.Deskew(),
        Validation = Validation?.Deskew(),
        Test = Test.Deskew(),
    };

    /// <summary>
    /// How the values become floats when nobody says otherwise: unchanged for a truth table, the range asked for or
    /// else mean 0 and deviation 1 for pixels, mean 0 and deviation 1 per feature for the rest.
    /// </summary>
    /// <param name="pixels">The range of pixel values that a model asks for, or null.</param>
    /// <returns>
    /// The normalisation, from <see cref="Train"/> alone: samples that are kept back or tested by have no say in it.
    /// </returns>
    public Normalization DefaultNormalization(PixelRange? pixels = null) =>
        RawValues ? Normalization.Identity
        : Train.IsPictures && pixels is { } range ? Normalization.FromRange(range)
        : SampleStatistics.Standardize(Train);
}
