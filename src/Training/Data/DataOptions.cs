using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Training.Data;

/// <summary>What a user can say about the data besides their name.</summary>
public sealed record DataOptions
{
    private const int LargestPicture = 1024; // rows or columns of a prepared picture

    /// <summary>A folder to look for "mnist" or "fashion-mnist" in, before all others.</summary>
    public string? Folder { get; init; }

    /// <summary>The name of the label column of a CSV file; null means the last column.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Seed of the split of a CSV file into training and test set.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Share of a CSV file's rows, or of the pictures in a folder, that become the test set, in (0, 1).
    /// </summary>
    public double TestShare { get; init; } = 0.2;

    /// <summary>Use at most this many training samples, the first ones; null means all.</summary>
    public int? TrainLimit { get; init; }

    /// <summary>Use at most this many test samples, the first ones; null means all.</summary>
    public int? TestLimit { get; init; }

    /// <summary>
    /// How the pictures of a folder are prepared; null means that they are taken as a whole, and for a network that was trained
    /// on others, as those were.
    /// </summary>
    public PicturePreparation? Preparation { get; init; }

    /// <summary>
    /// Rows and columns of the prepared pictures, up to 1024 each; null means 28 x 28, and for a network that was trained before,
    /// what it takes.
    /// </summary>
    public Size2d? PictureSize { get; init; }

    /// <summary>What holds where nobody says how pictures are prepared.</summary>
    internal PicturePreparation PreparationOrUsual => Preparation ?? PicturePreparation.Whole;

    /// <summary>What holds where nobody says how large pictures are.</summary>
    internal Size2d PictureSizeOrUsual => PictureSize ?? 28;

    /// <summary>What holds for the pictures that a model is to meet, where nobody says otherwise.</summary>
    /// <param name="model">A model that was trained before.</param>
    /// <returns>The options, with its preparation and its size where none were said.</returns>
    public DataOptions For(Model model) => this with
    {
        Preparation = Preparation ?? model.Preparation,
        PictureSize = PictureSize
            ?? (model.Architecture.Input is [_, var height, var width] && Math.Max(height, width) <= LargestPicture
                ? new Size2d(height, width) : null),
    };

    /// <summary>Refuses numbers out of range.</summary>
    /// <exception cref="TorchBasicsException">A number is out of its range: kind Usage.</exception>
    internal void Check()
    {
        if (TestShare is not (> 0 and < 1))
            throw new TorchBasicsException(
                ErrorKind.Usage, $"The share of test samples is {TestShare}; expected a number between 0 and 1, such as 0.2.");
        if (PictureSize is { } size && (Math.Min(size.Height, size.Width) < 1 || Math.Max(size.Height, size.Width) > LargestPicture))
            throw new TorchBasicsException(
                ErrorKind.Usage, $"The size of pictures is {size}; expected 1 to {LargestPicture} rows and columns.");
        if (Preparation is { } preparation && !Enum.IsDefined(preparation))
            throw new TorchBasicsException(ErrorKind.Usage, $"The preparation {preparation} of pictures is not known.");
        foreach (var (limit, what) in new[] { (TrainLimit, "training"), (TestLimit, "test") })
            if (limit < 1)
                throw new TorchBasicsException(
                    ErrorKind.Usage, $"The limit of {what} samples is {limit}; expected at least 1, or no limit.");
    }
}
