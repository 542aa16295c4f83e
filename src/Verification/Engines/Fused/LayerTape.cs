using TorchBasics.Core;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Engines.Fused;

/// <summary>
/// Copies what stands between the layers of a network out of the kernels' memory, slice by slice: from [group, feature,
/// lane] to [sample, feature].
/// </summary>
internal sealed unsafe class LayerTape
{
    private readonly FusedPlan _plan;
    private readonly int _samples;
    private readonly Tensor<Float64>?[] _values;
    private readonly Tensor<Float64>?[] _gradients;
    private readonly (int Layer, int Array, Plane Plane)[] _seams;

    /// <summary>Prepares the arrays.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="plan">Its blocks.</param>
    /// <param name="samples">Samples of the batch.</param>
    public LayerTape(Architecture architecture, FusedPlan plan, int samples)
    {
        (_plan, _samples, Labels) = (plan, samples, new int[samples]);
        (_values, _gradients) =
            (new Tensor<Float64>?[architecture.Shapes.Count], new Tensor<Float64>?[architecture.Shapes.Count]);
        _seams = [.. Seams(plan)];
        foreach (var (layer, _, _) in _seams)
            (_values[layer], _gradients[layer]) =
                (new([samples, .. architecture.Shapes[layer]]), new([samples, .. architecture.Shapes[layer]]));
    }

    /// <summary>The right classes, as the kernels were told.</summary>
    public int[] Labels { get; }

    /// <summary>The layers that an array stands before; with fused blocks, not all of them.</summary>
    public IEnumerable<int> Visible => _seams.Select(seam => seam.Layer);

    /// <summary>What enters a layer [N, ...]; behind the last one, what leaves the network.</summary>
    public Tensor<Float64> Values(int layer) => _values[layer]!;

    /// <summary>
    /// The gradient of <see cref="Values"/>; zeros where none comes back. Of no use with fused blocks, which overwrite it.
    /// </summary>
    public Tensor<Float64> Gradients(int layer) => _gradients[layer]!;

    /// <summary>Takes a slice in; called by several threads at once, each with other samples.</summary>
    public void Observe(Slice slice, Workspace workspace)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var first = (slice.FirstGroup + group) * Lanes.Count;
            var count = Math.Min(Lanes.Count, _samples - first);
            for (var lane = 0; lane < count; lane++)
                Labels[first + lane] = (int)workspace.LabelsOf(group)[lane];
            foreach (var (layer, array, plane) in _seams)
            {
                Copy(plane, workspace.Values(array) + ((nint)group * plane.GroupStep), first, count, _values[layer]!);
                if (array >= _plan.FirstTrainable)
                    Copy(plane, workspace.Gradient(array) + ((nint)group * plane.GroupStep), first, count, _gradients[layer]!);
            }
        }
    }

    // Where one block hands over to the next, with the layout that the array has there.
    private static IEnumerable<(int Layer, int Array, Plane Plane)> Seams(FusedPlan plan)
    {
        var (array, plane) = (0, plan.Input);
        yield return (0, array, plane);
        foreach (var (block, _, lastLayer) in plan.Planned)
        {
            if (block is not null)
                (array, plane) = (array + 1, block.Output);
            yield return (lastLayer + 1, array, plane);
        }
    }

    private static void Copy(in Plane plane, float* x, int first, int count, Tensor<Float64> target)
    {
        for (var lane = 0; lane < count; lane++)
        {
            var sample = target.Elements.Slice((first + lane) * plane.Features, plane.Features);
            var feature = 0;
            for (var channel = 0; channel < plane.Channels; channel++)
                for (var row = 0; row < plane.Height; row++)
                    for (var column = 0; column < plane.Width; column++)
                        sample[feature++] = new Float64(x[plane.Offset(channel, row, column) + lane]);
        }
    }
}
