namespace TorchBasics.Core.Layers;

/// <summary>
/// Adds to its input what a branch of layers makes of it: y = x + f(x). Input and output [N, ...] of any one shape, which
/// the branch must keep.
/// </summary>
/// <remarks>
/// It has no name and no parameters of its own; those of the branch keep their names, such as "conv1.weight". The branch
/// may hold residuals in turn, but nothing that hides it from gradients: no Step, no RbfOutput. Source: He, Zhang, Ren, Sun
/// 2016, equation 1.
/// </remarks>
public sealed record Residual : Layer
{
    /// <summary>How many residuals may stand in each other.</summary>
    public const int MostNested = 4;

    /// <summary>Describes a residual addition.</summary>
    /// <param name="branch">The branch: one layer at least.</param>
    /// <exception cref="ArgumentException">The branch is empty, nested too deeply, or holds a layer that may not stand in it.</exception>
    public Residual(params IReadOnlyList<Layer> branch)
    {
        if (branch.Count == 0)
            throw new ArgumentException("The branch of a residual has no layer.", nameof(branch));
        if (branch.Select(Forbidden).FirstOrDefault(kind => kind is not null) is { } forbidden)
            throw new ArgumentException($"The branch of a residual holds a {forbidden}; it may stand before or behind the residual.", nameof(branch));
        Chains = [branch];
        if (Depth(this) > MostNested)
            throw new ArgumentException($"More than {MostNested} residuals stand in each other.", nameof(branch));
    }

    /// <summary>The branch alone.</summary>
    public override IReadOnlyList<IReadOnlyList<Layer>> Chains { get; }

    /// <summary>The branch.</summary>
    public IReadOnlyList<Layer> Branch => Chains[0];

    /// <summary>The parameters of all layers of the branch, in order.</summary>
    public override IReadOnlyList<ParameterSpec> Parameters =>
        [.. Inner.SelectMany(layer => layer.Parameters.Select(parameter => parameter with { Name = layer.FullName(parameter) }))];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        var output = Behind(Branch, input);
        return output.Equals(input) ? input : throw Refuse(input, $"a shape that its branch keeps; it returns {output}");
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => SumOverInner(input, (layer, shape) => layer.MultiplyAdds(shape));

    /// <inheritdoc/>
    public override long Connections(Shape input) => SumOverInner(input, (layer, shape) => layer.Connections(shape));

    /// <inheritdoc/>
    public override ReceptiveField? Field(ReceptiveField? input) => Branch.Aggregate(input, (field, layer) => layer.Field(field));

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.Residual(this);

    private static string? Forbidden(Layer layer) =>
        layer is Step or RbfOutput ? layer.Kind : layer.Inner.Select(Forbidden).FirstOrDefault(kind => kind is not null);

    private static int Depth(Layer layer) => layer.Inner.Select(Depth).DefaultIfEmpty().Max() + (layer is Residual ? 1 : 0);
}
