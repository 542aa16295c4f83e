namespace TorchBasics.Core.Layers;

/// <summary>
/// In training, sets each element to zero with probability p and divides the others by 1 - p; otherwise does nothing.
/// </summary>
/// <remarks>Source: Srivastava et al. 2014; the division at training time is PyTorch's torch.nn.Dropout.</remarks>
public sealed record Dropout : Layer
{
    /// <summary>Describes a dropout.</summary>
    /// <param name="probability">Share of elements set to zero, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range.</exception>
    public Dropout(double probability) => Probability = probability is >= 0 and < 1
        ? probability
        : throw new ArgumentOutOfRangeException(
            nameof(probability), probability, $"probability is {probability}; expected from 0 up to but not including 1.");

    /// <summary>Share of elements set to zero.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public override bool DiffersInTraining => true;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.Dropout(this);
}
