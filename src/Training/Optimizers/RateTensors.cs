using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>
/// Numbers of a step that change from step to step, as tensors beside the weights: operators that read them stay the same.
/// </summary>
internal sealed class RateTensors : IDisposable
{
    private readonly Tensor[] _tensors;
    private readonly double[] _written;

    /// <summary>Makes the tensors.</summary>
    /// <param name="count">How many numbers.</param>
    /// <param name="like">A tensor of the type and on the device of all weights.</param>
    public RateTensors(int count, Tensor like)
    {
        _tensors = [.. Enumerable.Range(0, count)
            .Select(_ => zeros([], dtype: like.dtype, device: like.device).DetachFromDisposeScope())];
        _written = new double[count];
    }

    /// <summary>A number, float [].</summary>
    public Tensor this[int index] => _tensors[index];

    /// <summary>Writes the numbers that are others than before; waits for nothing.</summary>
    public void Write(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(values[i]) == BitConverter.DoubleToInt64Bits(_written[i]))
                continue;
            using Scalar value = values[i];
            _tensors[i].fill_(value);
            _written[i] = values[i];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors)
            tensor.Dispose();
    }
}
