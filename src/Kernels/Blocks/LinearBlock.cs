using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>A fully connected layer with its bias and the activation behind it.</summary>
internal sealed unsafe class LinearBlock : Block
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly ActivationKernel? _activation;
    private readonly ParameterSlot _weight;
    private readonly ParameterSlot _bias;
    private readonly int[] _tiles;

    /// <summary>Prepares the block.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="input">Layout of what enters, without border.</param>
    /// <param name="output">Layout of what leaves, without border.</param>
    /// <param name="activation">The activation; null for none.</param>
    /// <param name="weight">[output, input].</param>
    /// <param name="bias">[output].</param>
    public LinearBlock(
        LaneKernels kernels, Plane input, Plane output, Activation? activation, ParameterSlot weight, ParameterSlot bias)
        : base(kernels, input, output)
    {
        Activation = activation;
        (_inputs, _outputs, _activation, _weight, _bias) =
            (input.Features, output.Features, activation is null ? null : kernels.Activation(activation), weight, bias);
        var tiles = new List<int>();
        for (var row = 0; row < _outputs; row += Tiling.Height(_outputs - row))
            tiles.Add(row);
        _tiles = [.. tiles];
    }

    /// <summary>The activation; null for none.</summary>
    public Activation? Activation { get; }

    /// <inheritdoc/>
    public override int GradientTasks => _tiles.Length;

    /// <inheritdoc/>
    public override long MultiplyAdds => (long)_inputs * _outputs;

    private int InputStep => Lanes.Groups(_inputs) * Lanes.Count;

    private int OutputStep => Lanes.Groups(_outputs) * Lanes.Count;

    /// <inheritdoc/>
    public override long BatchFloats(int groups, int shares) => (long)groups * Lanes.Count * (InputStep + OutputStep);

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory) =>
        Kernels.Linear(slice.Groups, _inputs, _outputs, memory.X, _weight.Values, _bias.Values, _activation, memory.Y);

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        _activation?.Backward(slice.Groups * Output.GroupStep, memory.Y, memory.Y, memory.GradY, memory.GradY);
        if (memory.GradX is not null)
            Kernels.LinearBackwardInput(slice.Groups, _inputs, _outputs, memory.GradY, _weight.Values, memory.GradX);

        // The gradient of the weights needs the samples in rows, all of the batch.
        for (var group = 0; group < slice.Groups; group++)
        {
            var rows = memory.Batch + ((nint)(slice.FirstGroup + group) * Lanes.Count * (InputStep + OutputStep));
            Kernels.ToSamples(_inputs, Group(memory.X, group, Input.GroupStep), rows, InputStep + OutputStep, InputStep);
            Kernels.ToSamples(
                _outputs, Group(memory.GradY, group, Output.GroupStep), rows + InputStep, InputStep + OutputStep, OutputStep);
        }
    }

    /// <inheritdoc/>
    public override void CollectGradients(int task, float* batch, int groups, int shares) => Kernels.LinearBackwardWeight(
        groups * Lanes.Count,
        _inputs,
        _tiles[task],
        Tiling.Height(_outputs - _tiles[task]),
        batch,
        batch + InputStep,
        InputStep + OutputStep,
        _weight.Gradient,
        _bias.Gradient);
}
