namespace TorchBasics.Core.Layers;

/// <summary>A fully connected layer: y = x W' + b. Input [N, in], output [N, out].</summary>
/// <remarks>y[n,o] = bias[o] + sum over i of weight[o,i] * x[n,i]. Source: PyTorch torch.nn.Linear.</remarks>
public sealed record Linear : Layer
{
    /// <summary>Describes a fully connected layer.</summary>
    /// <param name="name">Layer name.</param>
    /// <param name="inputs">Features that enter.</param>
    /// <param name="outputs">Features that leave.</param>
    public Linear(string name, int inputs, int outputs) =>
        (Name, Inputs, Outputs) = (Named(name), Positive(inputs, nameof(inputs)), Positive(outputs, nameof(outputs)));

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Features that enter.</summary>
    public int Inputs { get; }

    /// <summary>Features that leave.</summary>
    public int Outputs { get; }

    /// <summary>weight [out, in] and bias [out].</summary>
    public override IReadOnlyList<ParameterSpec> Parameters =>
        [new("weight", [Outputs, Inputs], Inputs), new("bias", [Outputs], Inputs)];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input switch
    {
        [var features] when features == Inputs => [Outputs],
        [_] => throw Refuse(input, $"[N, {Inputs}]"),
        _ => throw Refuse(input, $"[N, {Inputs}]; a Flatten before it turns pictures into vectors"),
    };

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => (long)Inputs * Outputs;

    /// <inheritdoc/>
    public override long Connections(Shape input) => (Inputs + 1L) * Outputs;

    /// <inheritdoc/>
    public override ReceptiveField? Field(ReceptiveField? input) => null;

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.Linear(this);
}
