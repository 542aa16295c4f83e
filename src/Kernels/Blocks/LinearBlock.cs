using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>A fully connected layer with its bias and the activation behind it.</summary>
internal sealed unsafe class LinearBlock : Block
{
    // Rows of a piece of the weights' gradient: whole tiles, and more work than handing it to a thread takes.
    private const int RowsPerTask = 10 * Tiling.MaxHeight;

    private readonly int _inputs;
    private readonly int _outputs;
    private readonly ActivationKernel? _activation;
    private readonly ParameterSlot _weight;
    private readonly ParameterSlot _bias;
    private readonly Panel[] _panels;
    private readonly (int Panel, int Row)[] _pieces;

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
        _panels = Panels.Of(_inputs);
        // Row by row, as an optimizer divides the weights among the threads.
        _pieces = [.. Enumerable.Range(0, (_outputs + RowsPerTask - 1) / RowsPerTask)
            .SelectMany(piece => _panels.Index().Select(panel => (panel.Index, piece * RowsPerTask)))];
    }

    /// <summary>The activation; null for none.</summary>
    public Activation? Activation { get; }

    /// <inheritdoc/>
    public override int GradientTasks => _pieces.Length;

    /// <inheritdoc/>
    public override long MultiplyAdds => (long)_inputs * _outputs;

    // From one sample's gradients to the next one's: an odd number of cache lines, so that they do not all fall into the same
    // few places of the cache.
    private int GradientStep => (Lanes.Groups(_outputs) | 1) * Lanes.Count;

    /// <inheritdoc/>
    public override long BatchFloats(int groups, int shares) =>
        InputsOf(groups).Floats + ((long)groups * Lanes.Count * GradientStep);

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
        var inputs = InputsOf(slice.BatchGroups);
        for (var group = 0; group < slice.Groups; group++)
        {
            var sample = (slice.FirstGroup + group) * Lanes.Count;
            foreach (var panel in _panels)
                Kernels.ToSamples(
                    panel.Count,
                    Group(memory.X, group, Input.GroupStep) + ((nint)panel.First * Lanes.Count),
                    memory.Batch + inputs.Offset(panel, sample),
                    panel.Step,
                    panel.Step);
            var rows = memory.Batch + inputs.Floats + ((nint)sample * GradientStep);
            Kernels.ToSamples(_outputs, Group(memory.GradY, group, Output.GroupStep), rows, GradientStep, GradientStep);
        }
    }

    /// <inheritdoc/>
    public override void CollectGradients(int task, float* batch, ShareSums sums)
    {
        var (panel, row) = (_panels[_pieces[task].Panel], _pieces[task].Row);
        var (rows, inputs) = (Math.Min(RowsPerTask, _outputs - row), InputsOf(sums.Groups));
        var gradients = batch + inputs.Floats + row;
        Kernels.LinearBackwardWeight(
            sums,
            panel,
            rows,
            batch + inputs.Offset(panel, 0),
            gradients,
            GradientStep,
            _weight.Gradient + ((nint)row * _inputs) + panel.First,
            _inputs);
        if (panel.First == 0)
            Kernels.SumSamples(sums, rows, gradients, GradientStep, _bias.Gradient + row);
    }

    private Panels InputsOf(int groups) => new(_inputs, groups * Lanes.Count);
}
