using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Plans;

/// <summary>A network as blocks, tied to the memory of its parameters.</summary>
internal sealed class FusedPlan : IDisposable
{
    private readonly List<PlannedBlock> _planned;

    /// <summary>Builds the blocks; the weights are packed when <see cref="Block.Pack"/> is called.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="architecture">The network.</param>
    /// <param name="parameters">Its parameters, layer by layer.</param>
    /// <param name="fuses">Whether layers that can be computed in one pass are.</param>
    /// <param name="wantsInputGradient">Whether the gradient of the input is wanted, too.</param>
    /// <exception cref="NotSupportedException">A layer has no kernel.</exception>
    public FusedPlan(
        LaneKernels kernels,
        Architecture architecture,
        IReadOnlyList<IReadOnlyList<ParameterSlot>> parameters,
        bool fuses,
        bool wantsInputGradient)
    {
        Kernels = kernels;
        var builder = new PlanBuilder(kernels, architecture.Nodes, parameters, fuses, wantsInputGradient);
        (_planned, Input) = (builder.Build(), builder.PlaneAt(0));
        Blocks = [.. _planned.Where(planned => planned.Block is not null).Select(planned => planned.Block!)];
        Outputs = architecture.Output[0];

        // What lies before the first parameter that needsInputGradient need not get a gradient.
        var lastStep = LastStep(architecture);
        var learning = Learning(architecture);
        var first = wantsInputGradient ? lastStep + 1 : architecture.Layers.Index().Where(layer => learning[layer.Index]
            && layer.Item.ParameterCount > 0).Select(layer => layer.Index).FirstOrDefault(architecture.Layers.Count);
        FirstTrainable = IndexOf(first);
        WantsInputGradient = wantsInputGradient;
        MultiplyAdds = architecture.MultiplyAdds;
    }

    /// <summary>The kernels that the blocks use.</summary>
    public LaneKernels Kernels { get; }

    /// <summary>The blocks, in the order in which a sample passes them.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>Every block with its layers, those included that change the view alone.</summary>
    public IReadOnlyList<PlannedBlock> Planned => _planned;

    /// <summary>Layout of a group that enters.</summary>
    public Plane Input { get; }

    /// <summary>Outputs of the network.</summary>
    public int Outputs { get; }

    /// <summary>The first block that a gradient comes back to; as many as there are for none.</summary>
    public int FirstTrainable { get; }

    /// <summary>Whether the gradient of what enters the first such block is computed, too.</summary>
    public bool WantsInputGradient { get; }

    /// <summary>Multiply-adds of a sample's forward pass.</summary>
    public long MultiplyAdds { get; }

    /// <summary>Which layers a gradient comes back to: none before the last threshold, nor before one within a lift.</summary>
    /// <param name="architecture">The network.</param>
    /// <returns>For each layer, whether its parameters learn.</returns>
    public static bool[] Learning(Architecture architecture) =>
        [.. architecture.Layers.Select((layer, index) => index > LastStep(architecture)
            && !(layer is Lift lift && lift.Inner.SkipWhile(inner => inner.ParameterCount == 0).Any(inner => inner is Step)))];

    /// <summary>The last layer that a block computes.</summary>
    public int LastLayerOf(int block) => _planned.Where(planned => planned.Block is not null).ElementAt(block).LastLayer;

    /// <summary>Takes a slice forward.</summary>
    public void Forward(in Slice slice, Workspace workspace)
    {
        for (var k = 0; k < Blocks.Count; k++)
            Blocks[k].Forward(slice, workspace.Of(k));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in Blocks)
            block.Dispose();
    }

    private static int LastStep(Architecture architecture) => architecture.Layers.ToList().FindLastIndex(layer => layer is Step);

    // Position, among the blocks, of the first one that computes a layer or any after it.
    private int IndexOf(int layer) =>
        _planned.Where(planned => planned.Block is not null).TakeWhile(planned => planned.LastLayer < layer).Count();
}
