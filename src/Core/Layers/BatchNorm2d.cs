namespace TorchBasics.Core.Layers;

/// <summary>Batch normalization of pictures. Input [N, C, H, W], output the same.</summary>
/// <remarks>Source: PyTorch torch.nn.BatchNorm2d. <see cref="BatchNorm"/> has the formula.</remarks>
public sealed record BatchNorm2d : BatchNorm
{
    /// <summary>Describes the layer.</summary>
    /// <param name="name">Layer name.</param>
    /// <param name="channels">Channels of input and output.</param>
    /// <param name="eps">What is added to a variance, above 0.</param>
    /// <param name="momentum">The share of a batch's statistics in the running ones, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public BatchNorm2d(string name, int channels, double eps = DefaultEps, double momentum = DefaultMomentum)
        : base(name, channels, eps, momentum)
    {
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) =>
        input is [var channels, _, _] && channels == Channels ? input : throw Refuse(input, $"[N, {Channels}, H, W]");

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.BatchNorm2d(this);
}
