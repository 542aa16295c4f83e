using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Models;

/// <summary>What a file says of its arrays: a model that still lacks them.</summary>
/// <param name="Architecture">The network.</param>
/// <param name="Normalization">How the values of a sample become the numbers that enter the network.</param>
/// <param name="IsDeskewed">Whether pictures are deskewed before that.</param>
/// <param name="ClassNames">What each output stands for.</param>
/// <param name="Columns">
/// What the columns of a table are called that the samples were rows of; null where that is not known.
/// </param>
/// <param name="TrainedOn">Name of the data set.</param>
/// <param name="CreatedBy">Program and version.</param>
public sealed record ModelHeader(
    Architecture Architecture,
    Normalization Normalization,
    bool IsDeskewed,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<string>? Columns,
    string TrainedOn,
    string CreatedBy)
{
    /// <summary>How a picture from a file becomes one of the size that the network takes.</summary>
    public PicturePreparation Preparation { get; init; }

    /// <summary>How each column of the table becomes numbers; null where each is one number.</summary>
    public IReadOnlyList<TableColumn>? Table { get; init; }

    /// <summary>What the outputs of a regression stand for; null for a network that tells classes apart.</summary>
    public TargetScale? Targets { get; init; }

    /// <summary>The whole model.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="weights">Every array of the network.</param>
    /// <returns>The model.</returns>
    /// <exception cref="TorchBasicsException">They are not the network's: kind Data.</exception>
    public Model With(string path, IReadOnlyList<NamedArray> weights)
    {
        try
        {
            return new(Architecture, weights)
            {
                Normalization = Normalization,
                IsDeskewed = IsDeskewed,
                Preparation = Preparation,
                ClassNames = ClassNames,
                Columns = Columns,
                Table = Table,
                Targets = Targets,
                TrainedOn = TrainedOn,
                CreatedBy = CreatedBy,
            };
        }
        catch (TorchBasicsException error)
        {
            throw new TorchBasicsException(error.Kind, $"{path}: {error.Message}", error);
        }
    }
}
