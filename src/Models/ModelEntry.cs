using TorchBasics.Core;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Models;

/// <summary>One model of the catalogue.</summary>
/// <param name="Architecture">The network as data, for the data it is known for.</param>
/// <param name="Title">One line for a list.</param>
/// <param name="Recipe">How it is trained by default; null for a network whose weights are fixed by thought.</param>
/// <param name="Create">Builds the network with the weights of a seed.</param>
public sealed record ModelEntry(Architecture Architecture, string Title, TrainingRecipe? Recipe, Func<ulong, Network> Create)
{
    /// <summary>The name a person types.</summary>
    public string Name => Architecture.Name;

    /// <summary>
    /// The description for data of another shape or another number of classes; null for a network that is made for one
    /// kind of picture.
    /// </summary>
    public Func<Shape, int, Architecture>? Adapt { get; init; }

    /// <summary>The weights of a seed, without libtorch: those that <see cref="Create"/> puts into the network.</summary>
    public Func<ulong, IReadOnlyList<NamedArray>> Weights { get; init; } = seed => WeightInitializer.Draw(Architecture, seed);

    /// <summary>Whether the model can be built for given data.</summary>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="classes">Number of classes.</param>
    /// <returns>Whether it can.</returns>
    public bool Fits(Shape input, int classes) => Adapt is not null || IsMadeFor(input, classes);

    /// <summary>Builds the network for given data.</summary>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <returns>The network; its weights are drawn.</returns>
    /// <exception cref="ShapeException">The model cannot take samples of this shape or tell this many classes apart.</exception>
    public Network Build(Shape input, int classes, ulong seed)
    {
        if (IsMadeFor(input, classes))
            return Create(seed);
        return Adapt is null
            ? throw new ShapeException(
                $"{Name} takes samples of shape {Architecture.Input} and tells {Architecture.Output[0]} classes apart; the data have samples of shape {input} and {classes} classes.")
            : new DescribedNetwork(Adapt(input, classes), seed);
    }

    private bool IsMadeFor(Shape input, int classes) => Architecture.Input.Equals(input) && (Architecture.Output[0] == classes || Architecture.Output[0] == 1);
}
