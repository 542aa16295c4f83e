using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Training.Data;

/// <summary>What a user can say about the data besides their name.</summary>
public sealed record DataOptions
{
    /// <summary>The most words of a column that become numbers.</summary>
    internal const int MostCategories = 1000;

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

    /// <summary>What holds for the samples that a model is to meet, where nobody says otherwise.</summary>
    /// <param name="model">A model that was trained before.</param>
    /// <returns>The options, with its preparation, size and targets where none were said, and its columns.</returns>
    public DataOptions For(Model model) => this with
    {
        Preparation = Preparation ?? (model.Architecture.Input.Count == 3 ? model.Preparation : null),
        PictureSize = PictureSize
            ?? (model.Architecture.Input is [_, var height, var width] && Math.Max(height, width) <= LargestPicture
                ? new Size2d(height, width) : null),
        Targets = model.Targets is { } scale && LabelColumn is null ? Targets ?? scale.Names : Targets,
        Table = model.Table,
        IsForModel = true,
    };

    /// <summary>
    /// The columns of a CSV file whose values are learnt as quantities, by regression; null where one column holds a class.
    /// </summary>
    public IReadOnlyList<string>? Targets
    {
        get;
        init => field = value is null ? null : new ValueList<string>(value);
    }

    /// <summary>What becomes of the empty fields of a CSV file; null makes them an error.</summary>
    public MissingCells? Missing { get; init; }

    /// <summary>The columns of a CSV file whose words each become a number of their own; null for none.</summary>
    public IReadOnlyList<string>? Categorical
    {
        get;
        init => field = value is null ? null : new ValueList<string>(value);
    }

    /// <summary>How the columns become numbers, as a model that will meet them knows it; null lets the file decide.</summary>
    internal IReadOnlyList<TableColumn>? Table { get; init; }

    /// <summary>Whether the samples are for a model that was trained before, which cannot learn to know other columns.</summary>
    internal bool IsForModel { get; init; }

    /// <summary>Refuses numbers out of range.</summary>
    /// <exception cref="TorchBasicsException">A number is out of its range: kind Usage.</exception>
    internal void Check()
    {
        if (TestShare is not (> 0 and < 1))
            throw new TorchBasicsException(
                ErrorKind.Usage, $"The share of test samples is {TestShare}; expected a number between 0 and 1, such as 0.2.");
        if (PictureSize is { } size && !(size is { Height: >= 1 and <= LargestPicture, Width: >= 1 and <= LargestPicture }))
            throw new TorchBasicsException(
                ErrorKind.Usage, $"The size of pictures is {size}; expected 1 to {LargestPicture} rows and columns.");
        if (Preparation is { } preparation && !Enum.IsDefined(preparation))
            throw new TorchBasicsException(ErrorKind.Usage, $"The preparation {preparation} of pictures is not known.");
        CheckNames(Targets, "targets");
        CheckNames(Categorical, "categorical columns");
        if (Targets is not null && LabelColumn is not null)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"--targets and --label-column {LabelColumn} do not go together: "
                + "a file is learnt by its quantities or by a class.");
        if (Missing is { } missing && !Enum.IsDefined(missing))
            throw new TorchBasicsException(ErrorKind.Usage, $"The way {missing} of empty fields is not known.");
        foreach (var (limit, what) in new[] { (TrainLimit, "training"), (TestLimit, "test") })
            if (limit < 1)
                throw new TorchBasicsException(
                    ErrorKind.Usage, $"The limit of {what} samples is {limit}; expected at least 1, or no limit.");
    }

    private static void CheckNames(IReadOnlyList<string>? names, string what)
    {
        if (names?.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1 || string.IsNullOrEmpty(group.Key)) is { } bad)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                bad.Key is { Length: > 0 } name
                    ? $"The column '{name}' is twice among the {what}."
                    : $"One of the {what} has no name.");
        if (names is { Count: 0 })
            throw new TorchBasicsException(ErrorKind.Usage, $"There is no name among the {what}.");
    }
}
