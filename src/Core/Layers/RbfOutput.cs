namespace TorchBasics.Core.Layers;

/// <summary>
/// The output units of the 1998 LeNet-5: each compares the vector with a fixed prototype. Input [N, in], output
/// [N, classes]: minus the squared Euclidean distance, so that the largest output wins, as with logits.
/// </summary>
/// <remarks>
/// score[n,c] = -sum over j of (x[n,j] - prototype[c,j])^2. The paper's y is the penalty, -score.
/// Source: LeCun et al. 1998, equation 7.
/// </remarks>
public sealed record RbfOutput : Layer
{
    /// <summary>Describes the output units.</summary>
    /// <param name="name">Layer name.</param>
    /// <param name="prototypes">One row per class, all of one length; the values are +1 and -1.</param>
    /// <exception cref="ArgumentException">The rows are missing or differ in length.</exception>
    public RbfOutput(string name, IReadOnlyList<IReadOnlyList<float>> prototypes)
    {
        Name = Named(name);
        Prototypes = prototypes.Count > 0 && prototypes[0].Count > 0 && prototypes.All(row => row.Count == prototypes[0].Count)
            ? prototypes
            : throw new ArgumentException("The prototypes need at least one row, all rows of one length.", nameof(prototypes));
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>One row per class.</summary>
    public IReadOnlyList<IReadOnlyList<float>> Prototypes { get; }

    /// <summary>Features that enter.</summary>
    public int Inputs => Prototypes[0].Count;

    /// <summary>Classes.</summary>
    public int Classes => Prototypes.Count;

    /// <summary>weight [classes, in], fixed.</summary>
    public override IReadOnlyList<ParameterSpec> Parameters => [new("weight", [Classes, Inputs], Inputs, ParameterRole.Constant)];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) =>
        input is [var features] && features == Inputs ? [Classes] : throw Refuse(input, $"[N, {Inputs}]");

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => (long)Inputs * Classes;

    /// <inheritdoc/>
    public override long Connections(Shape input) => (long)Inputs * Classes;

    /// <inheritdoc/>
    public override ReceptiveField? Field(ReceptiveField? input) => null;

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.RbfOutput(this);
}
