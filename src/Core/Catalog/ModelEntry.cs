using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core.Catalog;

/// <summary>One model of the catalogue.</summary>
/// <param name="Architecture">The network as data, for the data it is known for.</param>
/// <param name="Title">One line for a list.</param>
/// <param name="Recipe">How it is trained by default; null for a network whose weights are fixed by thought.</param>
public sealed record ModelEntry(Architecture Architecture, string Title, TrainingRecipe? Recipe)
{
    /// <summary>The name a person types.</summary>
    public string Name => Architecture.Name;

    /// <summary>
    /// The description for data of another shape or another number of classes; null for a network that is made for one
    /// kind of picture.
    /// </summary>
    public Func<Shape, int, Architecture>? Adapt { get; init; }

    /// <summary>The weights of a seed, for the description or an adapted one.</summary>
    public Func<Architecture, ulong, IReadOnlyList<NamedArray>> Weights { get; init; } = WeightInitializer.Draw;

    /// <summary>Whether the model can be built for given data.</summary>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="classes">Number of classes.</param>
    /// <returns>Whether it can.</returns>
    public bool Fits(Shape input, int classes) => Adapt is not null || IsMadeFor(input, classes);

    /// <summary>The model with the weights with which its training begins.</summary>
    /// <param name="seed">The seed of the weights; of no effect where they are fixed.</param>
    /// <returns>The model; its pixels are scaled as its recipe says, its classes numbered.</returns>
    public Model Initial(ulong seed) => Initial(Architecture, seed);

    /// <summary>The same for given data.</summary>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">The seed of the weights.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ShapeException">It cannot take samples of this shape or tell this many classes apart.</exception>
    public Model Initial(Shape input, int classes, ulong seed)
    {
        if (IsMadeFor(input, classes))
            return Initial(seed);
        return Adapt is not null ? Initial(Adapt(input, classes), seed) : throw new ShapeException(
            $"{Name} takes samples of shape {Architecture.Input} and tells {Architecture.Output[0]} classes apart; "
            + $"the data have samples of shape {input} and {classes} classes.");
    }

    private Model Initial(Architecture architecture, ulong seed) => new(architecture, Weights(architecture, seed))
    {
        Normalization = Recipe?.Pixels is { } range ? Normalization.FromRange(range) : Normalization.Identity,
        TrainedOn = Model.Untrained,
        CreatedBy = ProductVersion.Text,
    };

    private bool IsMadeFor(Shape input, int classes) =>
        Architecture.Input.Equals(input) && (Architecture.Output[0] == classes || Architecture.Output[0] == 1);
}
