using TorchBasics.Core.Errors;

namespace TorchBasics.Core.Layers;

/// <summary>
/// What batch normalization of vectors and of pictures share: in training each channel is brought to mean 0 and deviation 1
/// over the batch, in evaluation by running statistics; then a weight and a bias for each channel.
/// </summary>
/// <remarks>
/// y = weight (x - mean) / sqrt(var + eps) + bias, var with divisor M, the number of values of a channel. Training leaves
/// running_mean = (1 - momentum) running_mean + momentum mean, and running_var likewise of the variance with divisor M - 1.
/// Source: Ioffe, Szegedy 2015, algorithms 1 and 2; PyTorch torch.nn.BatchNorm1d and BatchNorm2d with affine and
/// track_running_stats, whose count of batches nothing here needs.
/// </remarks>
public abstract record BatchNorm : Layer
{
    /// <summary>PyTorch's default of eps.</summary>
    public const double DefaultEps = 1e-5;

    /// <summary>PyTorch's default of momentum.</summary>
    public const double DefaultMomentum = 0.1;

    private protected BatchNorm(string name, int channels, double eps, double momentum)
    {
        (Name, Channels) = (Named(name), Positive(channels, nameof(channels)));
        Eps = eps is > 0 and < double.PositiveInfinity
            ? eps
            : throw new ArgumentOutOfRangeException(
                nameof(eps), eps, FormattableString.Invariant($"eps is {eps}; expected a positive number."));
        Momentum = momentum is >= 0 and <= 1
            ? momentum
            : throw new ArgumentOutOfRangeException(
                nameof(momentum),
                momentum,
                FormattableString.Invariant($"momentum is {momentum}; expected a number from 0 to 1."));
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Channels, or features.</summary>
    public int Channels { get; }

    /// <summary>What is added to a variance, so that its root is never zero.</summary>
    public double Eps { get; }

    /// <summary>The share of a batch's statistics in the running ones, from 0 to 1.</summary>
    public double Momentum { get; }

    /// <summary>weight [C] and bias [C], which are trained, and the buffers running_mean [C] and running_var [C].</summary>
    public override IReadOnlyList<ParameterSpec> Parameters =>
    [
        new("weight", [Channels], 1) { Initial = 1 },
        new("bias", [Channels], 1) { Initial = 0 },
        new("running_mean", [Channels], 1, ParameterRole.Buffer) { Initial = 0 },
        new("running_var", [Channels], 1, ParameterRole.Buffer) { Initial = 1 },
    ];

    /// <inheritdoc/>
    public override bool DiffersInTraining => true;

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => OutputShape(input).Elements;

    /// <inheritdoc/>
    public override long Connections(Shape input) => 2 * OutputShape(input).Elements;

    /// <summary>Refuses to train on one value for each channel: it has no variance with divisor M - 1.</summary>
    /// <param name="values">M, the values of a channel in the batch.</param>
    /// <exception cref="ShapeException">There are fewer than two.</exception>
    public void RequireSpread(long values)
    {
        if (values < 2)
            throw new ShapeException(
                $"{Name} ({Kind}) got {values} value{(values == 1 ? "" : "s")} per channel; in training it takes a variance, "
                + "which needs at least 2. Take batches that leave more than one sample for the last.");
    }
}
