using TorchBasics.Core;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Importing;

/// <summary>A model that was read from a file, and how.</summary>
/// <param name="Model">The model.</param>
public sealed record ImportedModel(Model Model)
{
    /// <summary>What a person should know about how the file was read, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// Whether the file, or the person who asked, says what is computed with the weights; else it was assumed from their names
    /// and shapes.
    /// </summary>
    public bool StatesNetwork { get; init; }

    /// <summary>Whether the file itself says how raw values become the numbers that enter the network.</summary>
    public bool StatesPreprocessing { get; init; }

    /// <summary>Whether the file itself says what the results stand for.</summary>
    public bool StatesClassNames { get; init; }

    /// <summary>Whether the file takes samples before they are normalised, since it holds the preprocessing, too.</summary>
    public bool TakesRaw { get; init; }

    /// <summary>The graph that the model was made of; null where the file holds none.</summary>
    internal OnnxModel? Graph { get; init; }
}
