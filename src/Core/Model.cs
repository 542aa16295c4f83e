using System.Globalization;
using TorchBasics.Core.Errors;

namespace TorchBasics.Core;

/// <summary>
/// A network with its weights and all that is needed to use it: what files hold, what training returns and what inference
/// takes. It never changes; copies of it share the memory of the arrays.
/// </summary>
public sealed record Model
{
    /// <summary>What stands for the data set or the program where nobody tells.</summary>
    public const string Unknown = "unknown";

    /// <summary>What stands for the data set of weights that were never trained.</summary>
    public const string Untrained = "nothing";

    /// <summary>The most classes that a network from elsewhere may tell apart, since each has a name.</summary>
    public const int MostClasses = 1 << 16;

    /// <summary>Puts a network and its weights together.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="weights">Exactly its arrays, in any order; their memory is shared.</param>
    /// <exception cref="TorchBasicsException">An array is missing, unknown, or has another shape or type: kind Data.</exception>
    public Model(Architecture architecture, IReadOnlyList<NamedArray> weights) =>
        (Architecture, Weights, ClassNames) = (architecture, weights, NumberedClasses(architecture));

    /// <summary>The network.</summary>
    public Architecture Architecture { get; private init; }

    /// <summary>Every array of the network, trainable or fixed, in the order of <see cref="Architecture.Parameters"/>.</summary>
    /// <exception cref="TorchBasicsException">They are not the network's: kind Data.</exception>
    public IReadOnlyList<NamedArray> Weights { get; init => field = StateMatch.Check(Architecture, value); }

    /// <summary>How the values of a sample become the numbers that enter the network.</summary>
    public Normalization Normalization { get; init; } = Normalization.Identity;

    /// <summary>Whether pictures are deskewed, as <see cref="Deskewing"/> says, before they are normalised.</summary>
    public bool IsDeskewed { get; init; }

    /// <summary>How a picture from a file becomes one of the size that the network takes, before anything else.</summary>
    public PicturePreparation Preparation { get; init; }

    /// <summary>What each output stands for; their numbers where nobody has named them.</summary>
    public IReadOnlyList<string> ClassNames { get; init => field = [.. value]; }

    /// <summary>
    /// What the columns of a table are called that the samples were rows of, in order, without the label; null where that is not
    /// known.
    /// </summary>
    public IReadOnlyList<string>? Columns { get; init => field = value is null ? null : [.. value]; }

    /// <summary>
    /// How each column of the table becomes numbers, in order; their names together are <see cref="Columns"/>. Null where each
    /// column is one number and no field may be empty.
    /// </summary>
    /// <exception cref="TorchBasicsException">The columns do not make what the network takes: kind Data.</exception>
    public IReadOnlyList<TableColumn>? Table
    {
        get;
        init
        {
            var width = value?.Sum(column => (long)column.Width);
            if (width is not null && !(Architecture.Input is [var inputs] && inputs == width))
                throw new TorchBasicsException(
                    ErrorKind.Data,
                    $"The columns of the table make {width} numbers; {Architecture.Name} takes samples {Architecture.Input}.");
            field = value is null ? null : [.. value];
        }
    }

    /// <summary>What the outputs of a regression stand for; null for a network that tells classes apart.</summary>
    /// <exception cref="TorchBasicsException">There are more or fewer targets than outputs: kind Data.</exception>
    public TargetScale? Targets
    {
        get;
        init => field = value is null || (Architecture.Output is [var outputs] && outputs == value.Names.Count)
            ? value
            : throw new TorchBasicsException(
                ErrorKind.Data,
                $"There are {value.Names.Count} targets; {Architecture.Name} returns {Architecture.Output}.");
    }

    /// <summary>Name of the data set.</summary>
    public string TrainedOn { get; init; } = Unknown;

    /// <summary>Program and version.</summary>
    public string CreatedBy { get; init; } = Unknown;

    /// <summary>Names for classes that nobody has named.</summary>
    /// <param name="architecture">The network.</param>
    /// <returns>"0", "1" and so on.</returns>
    public static IReadOnlyList<string> NumberedClasses(Architecture architecture) =>
        [.. Enumerable.Range(0, architecture.ClassCount).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Makes one picture what the network sees: deskewed, where the model is of such pictures, and normalised.</summary>
    /// <param name="picture">Its pixels, row by row, as many as a sample has.</param>
    /// <returns>The floats that enter the network, row by row.</returns>
    /// <exception cref="TorchBasicsException">The normalisation does not fit the samples of the network.</exception>
    /// <exception cref="ArgumentException">The picture is not of the size that the network takes.</exception>
    public float[] Prepare(ReadOnlySpan<byte> picture) => Normalization.Apply(Straighten(picture), Architecture.Input);

    /// <summary>Deskews one picture where the model is of such pictures.</summary>
    /// <param name="picture">Its pixels, row by row.</param>
    /// <returns>The pixels that are normalised; the picture itself where the model is of pictures as they are.</returns>
    /// <exception cref="ArgumentException">The picture is not of the size that the network takes.</exception>
    public ReadOnlySpan<byte> Straighten(ReadOnlySpan<byte> picture) =>
        IsDeskewed ? Deskewing.Apply(picture, Architecture.Input) : picture;

    /// <summary>The same network without a softmax at its end, for a loss that takes one itself.</summary>
    /// <returns>The network that gives the logits; this one where no softmax ends it, or nothing else is in it.</returns>
    public Model WithLogits() => Architecture.WithLogits() is var logits && ReferenceEquals(logits, Architecture)
        ? this
        : this with { Architecture = logits };
}
