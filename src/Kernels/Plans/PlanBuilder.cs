using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Plans;

/// <summary>Reads an architecture as blocks.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="architecture">The network.</param>
/// <param name="parameters">Its parameters, layer by layer.</param>
/// <param name="fuses">Whether layers that can be computed in one pass are; otherwise each is a block of its own.</param>
/// <param name="wantsInputGradient">Whether the gradient of the input is wanted, too.</param>
internal sealed class PlanBuilder(
    LaneKernels kernels, Architecture architecture, IReadOnlyList<IReadOnlyList<ParameterSlot>> parameters, bool fuses, bool wantsInputGradient)
{
    private readonly IReadOnlyList<Layer> _layers = architecture.Layers;
    private readonly IReadOnlyList<Shape> _shapes = architecture.Shapes;

    /// <summary>Builds the blocks.</summary>
    /// <returns>Each block with the last of the layers that it computes.</returns>
    public List<PlannedBlock> Build()
    {
        var blocks = new List<PlannedBlock>();
        var input = PlaneAt(0);
        var learns = wantsInputGradient;
        for (var k = 0; k < _layers.Count;)
        {
            var first = k;
            var block = Next(ref k, input, learns);
            input = block?.Output ?? new Plane(input.Features, 1, 1); // a Flatten changes the view alone
            learns |= _layers.Skip(first).Take(k - first).Any(layer => layer.ParameterCount > 0);
            blocks.Add(new(block, first, k - 1));
        }

        if (blocks.TrueForAll(planned => planned.Block is null))
            blocks[^1] = blocks[^1] with { Block = new SquashBlock(kernels, input, input, Squash.None) }; // a batch has to pass something
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

    private Block? Next(ref int k, Plane input, bool learns)
    {
        var (layer, own) = (_layers[k], parameters[k]);
        k++;
        switch (layer)
        {
            case Flatten:
                return input.IsPlain ? null : throw new InvalidOperationException("A Flatten met a layout with a border.");
            case Linear:
                return Connection(ref k, input, own);
            case Conv2d conv when IsConnection(conv.Window, input) && Behind(k).IsPlain:
                return Connection(ref k, input, own);
            case Conv2d conv:
                return Convolution(ref k, input, conv.OutputChannels, conv.Window, own, null, learns);
            case PartialConv2d partial:
                return Convolution(ref k, input, partial.Table.Count, partial.Window, own, new ConnectionTable(partial.Table, partial.InputChannels, partial.Window.Kernel.Area), learns);
            case Subsampling subsampling:
                return new SumPoolBlock(kernels, new(input, PlaneAt(k), subsampling.Window), own[0], own[1]);
            case MaxPool2d pool:
                return new MaxPoolBlock(kernels, new(input, PlaneAt(k), pool.Window));
            case AvgPool2d pool:
                return new SumPoolBlock(kernels, new(input, PlaneAt(k), pool.Window) { CountsPadding = pool.CountIncludePad }, default, default);
            case GlobalAvgPool2d:
                return new SumPoolBlock(kernels, new(input, PlaneAt(k), new(new(input.Height, input.Width), 1, 0, 1)), default, default);
            case ConstantPad2d pad:
                return new PadBlock(kernels, input, PlaneAt(k), pad.Padding.Height, pad.Padding.Width, pad.Value);
            case Dropout dropout:
                return new DropoutBlock(kernels, input, PlaneAt(k), dropout.Probability, k - 1);
            case RbfOutput:
                return new DistanceBlock(kernels, input, PlaneAt(k), own[0]);
            case Softmax or LogSoftmax:
                return new SoftmaxBlock(kernels, input, layer is LogSoftmax);
            case Lift lift:
                return Lifted(lift, input, own);
            default:
                return SquashOf(layer) is { } squash
                    ? new SquashBlock(kernels, input, PlaneAt(k), squash)
                    : throw new NotSupportedException($"There is no kernel for {layer.Kind}.");
        }
    }

    private ConnectionBlock Connection(ref int k, Plane input, IReadOnlyList<ParameterSlot> own)
    {
        var squash = TakeSquash(ref k);
        return new ConnectionBlock(kernels, input, PlaneAt(k), squash, own[0], own[1]);
    }

    private ConvolutionBlock Convolution(ref int k, Plane input, int channels, Window window, IReadOnlyList<ParameterSlot> own, ConnectionTable? table, bool learns)
    {
        var size = window.Output(new(input.Height, input.Width));
        var squash = TakeSquash(ref k);
        var pools = fuses && k < _layers.Count && _layers[k] is MaxPool2d pool && PoolsPairs(pool, size);
        if (pools)
            k++;
        var geometry = new ConvGeometry(input, PlaneAt(k), window, pools);
        return geometry.Output.Channels == channels
            ? new ConvolutionBlock(kernels, geometry, squash, own[0], own[1], table, learns)
            : throw new InvalidOperationException("The layout behind a convolution has other channels.");
    }

    private LiftBlock Lifted(Lift lift, Plane input, IReadOnlyList<ParameterSlot> own)
    {
        var inner = new Architecture("lift", [input.Channels], lift.Inner);
        var slots = lift.Inner.Select(layer => layer.Parameters.Count > 0 ? own : []).ToList();
        var blocks = new PlanBuilder(kernels, inner, slots, fuses, wantsInputGradient: true).Build();
        var lastStep = lift.Inner.ToList().FindLastIndex(layer => layer is Step);
        var kept = blocks.Where(block => block.Block is not null).ToList();
        return new LiftBlock(kernels, input, new(input.Features + (int)inner.Output.Elements, 1, 1), [.. kept.Select(block => block.Block!)], kept.Count(block => block.FirstLayer <= lastStep));
    }

    // The activation behind a layer with sums, if it goes into the same pass.
    private Squash TakeSquash(ref int k)
    {
        if (!fuses || k >= _layers.Count || SquashOf(_layers[k]) is not { } squash || squash == Squash.Step)
            return Squash.None;
        k++;
        return squash;
    }

    private static Squash? SquashOf(Layer layer) => layer switch
    {
        Relu => Squash.Relu,
        Tanh => Squash.Tanh,
        Sigmoid => Squash.Sigmoid,
        ScaledTanh => Squash.ScaledTanh,
        Step => Squash.Step,
        _ => null,
    };

    // Layout behind a layer with sums and the activation that goes with it.
    private Plane Behind(int k)
    {
        TakeSquash(ref k);
        return PlaneAt(k);
    }

    // A kernel as large as the picture is a fully connected layer.
    private static bool IsConnection(Window window, Plane input) =>
        window.Padding == default && window.Dilation == (Size2d)1 && window.Kernel == new Size2d(input.Height, input.Width) && input.IsPlain;

    private static bool PoolsPairs(MaxPool2d pool, Size2d size) =>
        pool.Window.Kernel == (Size2d)2 && pool.Window.Stride == (Size2d)2 && pool.Window.Padding == default
        && (!pool.CeilMode || (size.Height % 2 == 0 && size.Width % 2 == 0));
}
