using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>Batch normalization in evaluation: a factor and an offset for each channel.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="input">Layout of what enters.</param>
/// <param name="output">Layout of what leaves: the same pictures.</param>
/// <param name="layer">The layer.</param>
/// <param name="own">Its arrays: weight, bias, running_mean, running_var.</param>
internal sealed unsafe class BatchNormBlock(
    LaneKernels kernels, Plane input, Plane output, BatchNorm layer, IReadOnlyList<ParameterSlot> own)
    : Block(kernels, input, output)
{
    private readonly AlignedFloats _scale = new(layer.Channels);
    private readonly AlignedFloats _shift = new(layer.Channels);

    /// <summary>The factor of each channel, once packed.</summary>
    public float* Scale => _scale.Pointer;

    /// <summary>The offset of each channel, once packed.</summary>
    public float* Shift => _shift.Pointer;

    /// <inheritdoc/>
    public override int PackTasks => 1;

    /// <inheritdoc/>
    public override void Pack(int task, bool training)
    {
        for (var channel = 0; channel < layer.Channels; channel++)
        {
            Scale[channel] = own[0].Values[channel] / MathF.Sqrt(own[3].Values[channel] + (float)layer.Eps);
            Shift[channel] = own[1].Values[channel] - (own[2].Values[channel] * Scale[channel]);
        }
    }

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var x = Group(memory.X, group, Input.GroupStep);
            var y = Group(memory.Y, group, Output.GroupStep);
            for (var channel = 0; channel < Input.Channels; channel++)
                for (var row = 0; row < Input.Height; row++)
                    Kernels.Scale(
                        Input.Width * Lanes.Count,
                        x + Input.Offset(channel, row, 0),
                        Scale[channel],
                        Shift[channel],
                        y + Output.Offset(channel, row, 0));
        }
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory) =>
        throw new NotSupportedException($"The kernels do not train {layer.Name}.");

    /// <inheritdoc/>
    protected override void Release()
    {
        _scale.Dispose();
        _shift.Dispose();
    }
}
