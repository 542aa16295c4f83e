using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Plans;

/// <summary>Reads an architecture as blocks.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="nodes">Its layers in their places.</param>
/// <param name="parameters">Its parameters, layer by layer.</param>
/// <param name="fuses">Whether layers that can be computed in one pass are; otherwise each is a block of its own.</param>
/// <param name="wantsInputGradient">Whether the gradient of the input is wanted, too.</param>
internal sealed class PlanBuilder(
    LaneKernels kernels,
    IReadOnlyList<LayerNode> nodes,
    IReadOnlyList<IReadOnlyList<ParameterSlot>> parameters,
    bool fuses,
    bool wantsInputGradient) : ILayerReader<Block?>
{
    private readonly IReadOnlyList<Layer> _layers = [.. nodes.Select(node => node.Layer)];
    private readonly IReadOnlyList<Shape> _shapes = [.. nodes.Select(node => node.Input), nodes[^1].Output];

    // Where the reading stands: behind the layer that is being read, and what enters it.
    private int _next;
    private Plane _input;
    private IReadOnlyList<ParameterSlot> _own = [];
    private bool _needsInputGradient = wantsInputGradient;

    /// <summary>Builds the blocks.</summary>
    /// <returns>Each block with the last of the layers that it computes.</returns>
    public List<PlannedBlock> Build()
    {
        var blocks = new List<PlannedBlock>();
        _input = PlaneAt(0);
        while (_next < _layers.Count)
        {
            var first = _next++;
            _own = parameters[first];
            var block = _layers[first].Accept(this);
            _input = block?.Output ?? new Plane(_input.Features, 1, 1); // a Flatten changes the view alone
            _needsInputGradient |= _layers.Skip(first).Take(_next - first).Any(layer => layer.ParameterCount > 0);
            blocks.Add(new(block, first, _next - 1));
        }

        if (blocks.TrueForAll(planned => planned.Block is null))
            // a batch has to pass something
            blocks[^1] = blocks[^1] with { Block = new ActivationBlock(kernels, _input, _input, activation: null) };
        return blocks;
    }

    /// <summary>Layout of what enters a layer: with the border of zeros that a convolution wants.</summary>
    public Plane PlaneAt(int layer)
    {
        var shape = _shapes[layer];
        var padding = layer < _layers.Count && _layers[layer] is Conv2d conv ? conv.Window.Padding : default;
        return shape switch
        {
            [var channels, var height, var width] => new(channels, height, width, padding.Height, padding.Width),
            _ => new((int)shape.Elements, 1, 1),
        };
    }

    /// <inheritdoc/>
    public Block Activation(Activation layer) => new ActivationBlock(kernels, _input, PlaneAt(_next), layer);

    /// <inheritdoc/>
    public Block AvgPool2d(AvgPool2d layer) =>
        new AvgPool2dBlock(
            kernels, new(_input, PlaneAt(_next), layer.Window) { CountsPadding = layer.CountIncludePad }, default, default);

    /// <inheritdoc/>
    public Block BatchNorm1d(BatchNorm1d layer) => Normalization(layer);

    /// <inheritdoc/>
    public Block BatchNorm2d(BatchNorm2d layer) => Normalization(layer);

    /// <inheritdoc/>
    public Block ConstantPad2d(ConstantPad2d layer) =>
        new ConstantPad2dBlock(kernels, _input, PlaneAt(_next), layer.Padding.Height, layer.Padding.Width, layer.Value);

    /// <inheritdoc/>
    public Block Conv2d(Conv2d layer) => layer.Groups == 1 && IsLinear(layer.Window) && BehindActivation().IsPlain
        ? FullyConnected()
        : Convolution(layer.OutputChannels, layer.Window, table: null, layer.Groups);

    /// <inheritdoc/>
    public Block Dropout(Dropout layer) =>
        new DropoutBlock(kernels, _input, PlaneAt(_next), layer.Probability, nodes[_next - 1].Number);

    /// <inheritdoc/>
    public Block Ensemble(Ensemble layer) => new EnsembleBlock(kernels, _input, PlaneAt(_next), Chains(lastStep: -1));

    /// <inheritdoc/>
    public Block? Flatten(Flatten layer) =>
        _input.IsPlain ? null : throw new InvalidOperationException("A Flatten met a layout with a border.");

    /// <inheritdoc/>
    public Block GlobalAvgPool2d(GlobalAvgPool2d layer) =>
        new AvgPool2dBlock(
            kernels, new(_input, PlaneAt(_next), new(new(_input.Height, _input.Width), 1, 0, 1)), default, default);

    /// <inheritdoc/>
    public Block Lift(Lift layer)
    {
        var lastStep = layer.Inner.ToList().FindLastIndex(each => each is Step);
        var inner = Chains(lastStep)[0];
        return new LiftBlock(kernels, _input, new Plane(_input.Features + inner.Output.Features, 1, 1), inner);
    }

    /// <inheritdoc/>
    public Block Linear(Linear layer) => FullyConnected();

    /// <inheritdoc/>
    public Block LogSoftmax(LogSoftmax layer) => new SoftmaxBlock(kernels, _input, logarithm: true);

    /// <inheritdoc/>
    public Block MaxPool2d(MaxPool2d layer) => new MaxPool2dBlock(kernels, new(_input, PlaneAt(_next), layer.Window));

    /// <inheritdoc/>
    public Block PartialConv2d(PartialConv2d layer) =>
        Convolution(
            layer.Table.Count, layer.Window, new ConnectionTable(layer.Table, layer.InputChannels, layer.Window.Kernel.Area));

    /// <inheritdoc/>
    public Block RbfOutput(RbfOutput layer) => new RbfOutputBlock(kernels, _input, PlaneAt(_next), _own[0]);

    /// <inheritdoc/>
    public Block Residual(Residual layer) => new ResidualBlock(kernels, _input, PlaneAt(_next), Chains(lastStep: -1));

    /// <inheritdoc/>
    public Block Softmax(Softmax layer) => new SoftmaxBlock(kernels, _input, logarithm: false);

    /// <inheritdoc/>
    public Block Subsampling(Subsampling layer) =>
        new AvgPool2dBlock(kernels, new(_input, PlaneAt(_next), layer.Window), _own[0], _own[1]);

    private BatchNormBlock Normalization(BatchNorm layer) => new(kernels, _input, PlaneAt(_next), layer, _own);

    // The rows of layers within the layer that is being read; no gradient comes back to those up to the last threshold.
    private List<BlockChain> Chains(int lastStep)
    {
        var (node, chains, first) = (nodes[_next - 1], new List<BlockChain>(), 0);
        var own = LayerArrays.Split(node.Layer.Inner, _own);
        foreach (var chain in node.Chains)
        {
            var builder = new PlanBuilder(
                kernels, chain, [.. own.Skip(first).Take(chain.Count)], fuses, wantsInputGradient: true);
            chains.Add(new BlockChain(builder.PlaneAt(0), builder.Build(), lastStep));
            first += chain.Count;
        }

        return chains;
    }

    private LinearBlock FullyConnected()
    {
        var activation = TakeActivation();
        return new LinearBlock(kernels, _input, PlaneAt(_next), activation, _own[0], _own[1]);
    }

    private Conv2dBlock Convolution(int channels, Window window, ConnectionTable? table, int groups = 1)
    {
        var size = window.Output(new(_input.Height, _input.Width));
        var activation = TakeActivation();
        var pools = fuses && _next < _layers.Count && _layers[_next] is MaxPool2d pool && PoolsPairs(pool, size);
        if (pools)
            _next++;
        var geometry = new ConvGeometry(_input, PlaneAt(_next), window, pools);
        return geometry.Output.Channels == channels
            ? new Conv2dBlock(kernels, geometry, activation, _own[0], _own[1], table, groups, _needsInputGradient)
            : throw new InvalidOperationException("The layout behind a convolution has other channels.");
    }

    // The activation behind a layer with sums, if it goes into the same pass.
    private Activation? TakeActivation()
    {
        if (!fuses || _next >= _layers.Count || _layers[_next] is not Activation activation
            || !kernels.Activation(activation).FollowsSums)
            return null;
        _next++;
        return activation;
    }

    // Layout behind a layer with sums and the activation that goes with it.
    private Plane BehindActivation()
    {
        var before = _next;
        TakeActivation();
        var plane = PlaneAt(_next);
        _next = before;
        return plane;
    }

    // A kernel as large as the picture is a fully connected layer.
    private bool IsLinear(Window window) =>
        window.Padding == default && window.Dilation == (Size2d)1 && window.Kernel == new Size2d(_input.Height, _input.Width)
        && _input.IsPlain;

    private static bool PoolsPairs(MaxPool2d pool, Size2d size) =>
        pool.Window.Kernel == (Size2d)2 && pool.Window.Stride == (Size2d)2 && pool.Window.Padding == default
        && (!pool.CeilMode || (size.Height % 2 == 0 && size.Width % 2 == 0));
}
