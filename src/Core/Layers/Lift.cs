namespace TorchBasics.Core.Layers;

/// <summary>
/// Appends new coordinates to a vector: the output is the input followed by what the inner layers make of it. Input
/// [N, in], output [N, in + inner]. This is the source note's XOR network, whose output unit sees the two inputs and
/// the hidden unit: a third coordinate that lifts four points out of the plane.
/// </summary>
public sealed record Lift : Layer
{
    /// <summary>Describes the appended coordinates.</summary>
    /// <param name="inner">Layers that map a vector to a vector; exactly one of them has parameters.</param>
    /// <exception cref="ArgumentException">
    /// None or several of the layers have parameters, or the one that does has no name.
    /// </exception>
    public Lift(params IReadOnlyList<Layer> inner) =>
        Chains = inner.Where(layer => layer.Parameters.Count > 0).ToList() is [{ Name: not null }]
            ? [inner]
            : throw new ArgumentException("A lift needs exactly one layer with parameters, whose name it takes.", nameof(inner));

    /// <summary>The layers that compute the new coordinates: one row.</summary>
    public override IReadOnlyList<IReadOnlyList<Layer>> Chains { get; }

    /// <inheritdoc/>
    public override string Name => Inner.First(layer => layer.Name is not null).Name!;

    /// <summary>The parameters of the only inner layer that has some.</summary>
    public override IReadOnlyList<ParameterSpec> Parameters => Inner.First(layer => layer.Parameters.Count > 0).Parameters;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Count != 1)
            throw Refuse(input, "a vector [N, features]");
        var output = Behind(Chains[0], input);
        return output.Count == 1 ? [input[0] + output[0]] : throw Refuse(input, "inner layers that return a vector");
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => SumOverInner(input, (layer, shape) => layer.MultiplyAdds(shape));

    /// <inheritdoc/>
    public override long Connections(Shape input) => SumOverInner(input, (layer, shape) => layer.Connections(shape));

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.Lift(this);
}
