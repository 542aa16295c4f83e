namespace TorchBasics.Core.Layers;

/// <summary>
/// Adds what a branch of layers makes of its input to the input itself, or to what a shortcut makes of it: y = f(x) + x or
/// y = f(x) + s(x). Input [N, ...] of any shape; the branch must keep it or, with a shortcut, both must return one shape.
/// </summary>
/// <remarks>
/// It has no name and no parameters of its own; those of branch and shortcut keep their names, such as "conv1.weight". Both
/// may hold residuals in turn, but nothing that hides them from gradients: no Step, no RbfOutput. Source: He, Zhang, Ren, Sun
/// 2016, equations 1 and 2, where s is a convolution that changes channels and size.
/// </remarks>
public sealed record Residual : Layer
{
    /// <summary>How many residuals may stand in each other.</summary>
    public const int MostNested = 4;

    /// <summary>Describes a residual addition to the input itself.</summary>
    /// <param name="branch">The branch: one layer at least.</param>
    /// <exception cref="ArgumentException">
    /// The branch is empty, nested too deeply, or holds a layer that may not stand in it.
    /// </exception>
    public Residual(params IReadOnlyList<Layer> branch)
        : this(branch, [])
    {
    }

    /// <summary>Describes a residual addition.</summary>
    /// <param name="branch">The branch: one layer at least.</param>
    /// <param name="shortcut">What the input passes beside the branch; no layer for the input itself.</param>
    /// <exception cref="ArgumentException">
    /// The branch is empty, or one of the two is nested too deeply or holds a layer that may not stand in it.
    /// </exception>
    public Residual(IReadOnlyList<Layer> branch, IReadOnlyList<Layer> shortcut)
    {
        if (branch.Count == 0)
            throw new ArgumentException("The branch of a residual has no layer.", nameof(branch));
        foreach (var (layers, name) in ((IReadOnlyList<Layer>, string)[])[(branch, nameof(branch)), (shortcut, nameof(shortcut))])
            if (layers.Select(HidesGradients).FirstOrDefault(kind => kind is not null) is { } forbidden)
                throw new ArgumentException(
                    $"The {name} of a residual holds a {forbidden}; it may stand before or behind the residual.", name);
        Chains = shortcut.Count == 0 ? [branch] : [branch, shortcut];
        if (Depth(this) > MostNested)
            throw new ArgumentException($"More than {MostNested} residuals stand in each other.", nameof(branch));
    }

    /// <summary>The branch and, if it has layers, the shortcut.</summary>
    public override IReadOnlyList<IReadOnlyList<Layer>> Chains { get; }

    /// <summary>The branch.</summary>
    public IReadOnlyList<Layer> Branch => Chains[0];

    /// <summary>What the input passes beside the branch; no layer for the input itself.</summary>
    public IReadOnlyList<Layer> Shortcut => Chains.Count > 1 ? Chains[1] : [];

    /// <summary>The parameters of all layers of the branch, then of the shortcut, in order.</summary>
    public override IReadOnlyList<ParameterSpec> Parameters => InnerParameters;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        var (output, beside) = (Behind(Branch, input), Behind(Shortcut, input));
        return output.Equals(beside) ? output : throw Refuse(
            input,
            Shortcut.Count == 0
                ? $"a shape that its branch keeps; it returns {output}"
                : $"a shape of which branch and shortcut make the same; they return {output} and {beside}");
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => SumOverInner(input, (layer, shape) => layer.MultiplyAdds(shape));

    /// <inheritdoc/>
    public override long Connections(Shape input) => SumOverInner(input, (layer, shape) => layer.Connections(shape));

    /// <inheritdoc/>
    public override ReceptiveField? Field(ReceptiveField? input) => Larger(Behind(Branch, input), Behind(Shortcut, input));

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.Residual(this);

    private static int Depth(Layer layer) => layer.Inner.Select(Depth).DefaultIfEmpty().Max() + (layer is Residual ? 1 : 0);
}
