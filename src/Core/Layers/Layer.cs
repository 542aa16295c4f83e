using TorchBasics.Core.Errors;

namespace TorchBasics.Core.Layers;

/// <summary>
/// One layer as data: what a person writes, and what the libtorch module, the summary, the exporters and the reference
/// implementation read. A record is valid once it is constructed.
/// </summary>
public abstract record Layer
{
    private protected Layer()
    {
    }

    /// <summary>The layer's name, or null for a layer without parameters; the prefix of its parameters' names.</summary>
    public virtual string? Name => null;

    /// <summary>The field's standard word for this kind of layer, as PyTorch spells it.</summary>
    public virtual string Kind => GetType().Name;

    /// <summary>The rows of layers that stand in this one, each of which takes what enters it; none for most kinds.</summary>
    public virtual IReadOnlyList<IReadOnlyList<Layer>> Chains => [];

    /// <summary>The layers that stand in this one: those of <see cref="Chains"/>, one row behind the other.</summary>
    public IReadOnlyList<Layer> Inner => [.. Chains.SelectMany(chain => chain)];

    /// <summary>
    /// The arrays the layer owns, in PyTorch's order: weight before bias. Where they belong to several layers in it, their
    /// names are "conv1.weight" and so on.
    /// </summary>
    public virtual IReadOnlyList<ParameterSpec> Parameters => [];

    /// <summary>Those of <see cref="Parameters"/> that an optimizer moves, in order.</summary>
    public IReadOnlyList<ParameterSpec> Trainable => [.. Parameters.Where(parameter => parameter.Trainable)];

    /// <summary>The number of trainable numbers.</summary>
    public long ParameterCount => Trainable.Sum(parameter => parameter.Shape.Elements);

    /// <summary>Whether the layer behaves otherwise in training than in evaluation.</summary>
    public virtual bool DiffersInTraining => Inner.Any(layer => layer.DiffersInTraining);

    /// <summary>The full name of one of <see cref="Parameters"/>, such as "conv1.weight".</summary>
    /// <param name="parameter">The parameter.</param>
    /// <returns>Its name within a network.</returns>
    public string FullName(ParameterSpec parameter) => Name is null ? parameter.Name : $"{Name}.{parameter.Name}";

    /// <summary>The shape that leaves the layer.</summary>
    /// <param name="input">The shape that enters.</param>
    /// <returns>The output shape.</returns>
    /// <exception cref="ShapeException">The layer cannot take this input.</exception>
    public abstract Shape OutputShape(Shape input);

    /// <summary>Multiplications that are followed by an addition, for one sample; additions of a bias do not count.</summary>
    /// <param name="input">The shape that enters.</param>
    /// <returns>The number of multiply-adds.</returns>
    public virtual long MultiplyAdds(Shape input) => 0;

    /// <summary>
    /// Connections in the sense of LeCun et al. 1998: every input that reaches an output through a weight, and every
    /// bias, counted once per output element.
    /// </summary>
    /// <param name="input">The shape that enters.</param>
    /// <returns>The number of connections.</returns>
    public virtual long Connections(Shape input) => 0;

    /// <summary>The part of the picture an output element sees; null when it sees all of it.</summary>
    /// <param name="input">The field of the elements that enter, or null for all.</param>
    /// <returns>The field of the elements that leave.</returns>
    public virtual ReceptiveField? Field(ReceptiveField? input) => input;

    /// <summary>Has the layer read.</summary>
    /// <typeparam name="T">What is made of it.</typeparam>
    /// <param name="reader">Who reads.</param>
    /// <returns>What the reader makes of it.</returns>
    public abstract T Accept<T>(ILayerReader<T> reader);

    /// <summary>The names that no other layer of a network may have: its own, or those of the layers in it.</summary>
    internal IEnumerable<string> Names => Name is { } name ? [name] : Inner.SelectMany(inner => inner.Names);

    /// <summary>The parameters of the layers in this one, in order and by their full names.</summary>
    private protected IReadOnlyList<ParameterSpec> InnerParameters =>
        [.. Inner.SelectMany(layer => layer.Parameters.Select(parameter => parameter with { Name = layer.FullName(parameter) }))];

    /// <summary>Adds up a count over the layers in this one.</summary>
    private protected long SumOverInner(Shape input, Func<Layer, Shape, long> count)
    {
        var sum = 0L;
        foreach (var chain in Chains)
        {
            var shape = input;
            foreach (var layer in chain)
            {
                sum += count(layer, shape);
                shape = layer.OutputShape(shape);
            }
        }

        return sum;
    }

    /// <summary>The shape that leaves layers one behind the other.</summary>
    private protected static Shape Behind(IReadOnlyList<Layer> chain, Shape input) =>
        chain.Aggregate(input, (shape, layer) => layer.OutputShape(shape));

    /// <summary>The field of what leaves layers one behind the other.</summary>
    private protected static ReceptiveField? Behind(IReadOnlyList<Layer> chain, ReceptiveField? input) =>
        chain.Aggregate(input, (field, layer) => layer.Field(field));

    /// <summary>The larger of two fields, the first of equal ones; null, which is all of the picture, is the largest.</summary>
    private protected static ReceptiveField? Larger(ReceptiveField? first, ReceptiveField? second) =>
        first is null || second is null ? null : first.Value.Size.Area >= second.Value.Size.Area ? first : second;

    /// <summary>The kind of the first layer, this one or one in it, that hides others from gradients; or null.</summary>
    private protected static string? HidesGradients(Layer layer) =>
        layer is Step or RbfOutput ? layer.Kind : layer.Inner.Select(HidesGradients).FirstOrDefault(kind => kind is not null);

    private protected ShapeException Refuse(Shape input, string expected) =>
        new($"{(Name is null ? Kind : $"{Name} ({Kind})")} got input of shape {input}; expected {expected}.");

    private protected static string Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return name.Contains('.') ? throw new ArgumentException(
            $"The layer name '{name}' contains a dot, which separates layer and parameter.", nameof(name)) : name;
    }

    private protected static int Positive(int value, string what) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(what, value, $"{what} is {value}; expected at least 1.");

    private protected static Size2d Positive(Size2d value, string what) =>
        value is { Height: >= 1, Width: >= 1 } ? value : throw new ArgumentOutOfRangeException(
            what, value, $"{what} is {value}; expected at least 1x1.");

    private protected static Size2d NotNegative(Size2d value, string what) =>
        value is { Height: >= 0, Width: >= 0 } ? value : throw new ArgumentOutOfRangeException(
            what, value, $"{what} is {value}; expected at least 0x0.");
}
