using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Inference.Steps;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Inference;

/// <summary>
/// A network as steps for a single sample: the blocks of a <see cref="FusedPlan"/>, each with vectors over channels in place of
/// samples.
/// </summary>
internal sealed unsafe class SamplePlan : IDisposable
{
    private readonly List<SampleStep> _steps = [];
    private readonly SamplePlane _input;
    private readonly int[]? _inputPlaces;
    private readonly int[] _outputPlaces;
    private readonly (long Results, long Scratch)[] _offsets;

    /// <summary>Packs the weights.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="input">Layout of what enters the first block.</param>
    /// <param name="blocks">The network as blocks, whose weights are packed; must outlive this.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="parameters">Their parameters, layer by layer.</param>
    public SamplePlan(
        LaneKernels kernels,
        in Plane input,
        IReadOnlyList<PlannedBlock> blocks,
        IReadOnlyList<Layer> layers,
        IReadOnlyList<IReadOnlyList<ParameterSlot>> parameters)
    {
        // Sums read single numbers, wherever these lie; anything else wants vectors of channels.
        _input = blocks.FirstOrDefault(planned => planned.Block is not null)?.Block
            is null or Conv2dBlock or LinearBlock or EnsembleBlock
            ? SamplePlane.Rows(input)
            : SamplePlane.Blocked(input);
        _inputPlaces = _input.IsPlain ? null : _input.Places();
        var current = _input;
        foreach (var planned in blocks)
        {
            if (planned.Block is not { } block
                || StepOf(kernels, block, current, layers[planned.FirstLayer], parameters[planned.FirstLayer])
                    is not { } step)
                continue;
            _steps.Add(step);
            current = step.Output;
        }

        _outputPlaces = current.Places();
        (_offsets, MemoryFloats) = Arrange();
    }

    /// <summary>Floats of memory that one call works on, zero before the first.</summary>
    public long MemoryFloats { get; }

    /// <summary>Roughly how much work a sample is, in multiply-adds, the lanes of a register that do nothing included.</summary>
    public long Work => _steps.Sum(step => step.Work);

    /// <summary>Computes one sample.</summary>
    /// <param name="x">The sample.</param>
    /// <param name="y">Gets the results.</param>
    /// <param name="memory">Memory of <see cref="MemoryFloats"/>.</param>
    public void Run(float* x, float* y, float* memory)
    {
        var current = x;
        if (_inputPlaces is not null)
        {
            Fill(x, memory);
            current = memory;
        }

        for (var k = 0; k < _steps.Count; k++)
        {
            var next = memory + _offsets[k].Results;
            _steps[k].Run(current, next, memory + _offsets[k].Scratch);
            current = next;
        }

        for (var k = 0; k < _outputPlaces.Length; k++)
            y[k] = current[_outputPlaces[k]];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var step in _steps)
            step.Dispose();
    }

    private void Fill(float* x, float* memory)
    {
        if (_input.IsBlocked)
        {
            for (var k = 0; k < _inputPlaces!.Length; k++)
                memory[_inputPlaces[k]] = x[k];
            return;
        }

        for (var channel = 0; channel < _input.Channels; channel++)
            for (var row = 0; row < _input.Height; row++, x += _input.Width)
                new ReadOnlySpan<float>(x, _input.Width)
                    .CopyTo(new Span<float>(memory + _input.Offset(channel, row, 0), _input.Width));
    }

    // Each array has memory of its own, so that borders and unused lanes stay zero; whole cache lines.
    private ((long Results, long Scratch)[] Offsets, long Floats) Arrange()
    {
        var size = _inputPlaces is null ? 0 : Whole(_input.Floats);
        var offsets = new (long, long)[_steps.Count];
        for (var k = 0; k < offsets.Length; k++)
        {
            offsets[k] = (size, size + Whole(_steps[k].Output.Floats));
            size += Whole(_steps[k].Output.Floats) + Whole(_steps[k].ScratchFloats);
        }

        return (offsets, size);

        static long Whole(int floats) => (long)Lanes.Groups(floats) * Lanes.Count;
    }

    // Null where nothing is to be done.
    private static SampleStep? StepOf(
        LaneKernels kernels, Block block, SamplePlane input, Layer layer, IReadOnlyList<ParameterSlot> own)
    {
        // Behind a flatten the numbers still lie as the picture that they were.
        var isFlattened = input.Channels != block.Input.Channels;
        var output = isFlattened && block is ActivationBlock or DropoutBlock ? input : SamplePlane.Blocked(block.Output);
        var (from, to) = (input.Lanewise, output.Lanewise);
        return block switch
        {
            // With so many groups, a lane for each sample wastes less than zeros between the groups.
            Conv2dBlock { Groups: >= Lanes.Count } => new GroupStep(block, input),
            Conv2dBlock convolution => Convolution(kernels, convolution, input, layer, own),
            LinearBlock linear => new LinearStep(
                SampleKernels.For(kernels.Bits, output.Features), input, output, linear.Activation, own[0].Values, own[1].Values),
            MaxPool2dBlock pool =>
                new LanewiseStep(new MaxPool2dBlock(kernels, pool.Window with { Input = from, Output = to }), output),
            AvgPool2dBlock pool when own.Count > 0 =>
                new SubsamplingStep(
                    SampleKernels.Of(kernels.Bits),
                    pool.Window with { Input = from, Output = to },
                    output,
                    own[0].Values,
                    own[1].Values),
            AvgPool2dBlock pool => new LanewiseStep(
                new AvgPool2dBlock(kernels, pool.Window with { Input = from, Output = to }, default, default), output),
            BatchNormBlock norm when !isFlattened => new BatchNormStep(SampleKernels.Of(kernels.Bits), norm, from, output),
            ConstantPad2dBlock when layer is ConstantPad2d pad => new LanewiseStep(
                new ConstantPad2dBlock(kernels, from, to, pad.Padding.Height, pad.Padding.Width, pad.Value), output),
            ActivationBlock activation => new LanewiseStep(new ActivationBlock(kernels, from, to, activation.Activation), output),
            DropoutBlock when from == to => null,
            DropoutBlock => new LanewiseStep(new ActivationBlock(kernels, from, to, activation: null), output),
            EnsembleBlock ensemble when layer is Ensemble described =>
                new EnsembleStep(kernels, ensemble, input, described, own),
            _ => new GroupStep(block, input),
        };
    }

    private static Conv2dStep Convolution(
        LaneKernels kernels, Conv2dBlock block, SamplePlane input, Layer layer, IReadOnlyList<ParameterSlot> own)
    {
        var output = SamplePlane.Blocked(block.Output);
        var convolution = new SampleConvolution(input, output, block.Geometry, Offsets.Window(input, block.Geometry));
        using var table = layer switch
        {
            PartialConv2d partial => new ConnectionTable(partial.Table, partial.InputChannels, partial.Window.Kernel.Area),
            Conv2d { Groups: > 1 } grouped => ConnectionTable.Of(grouped),
            _ => null,
        };
        var weight = table is null ? own[0].Values : table.Spread(own[0].Values);
        return new Conv2dStep(
            SampleKernels.For(kernels.Bits, output.Channels), convolution, block.Activation, weight, own[1].Values);
    }
}
