using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Benchmarks.Training;

/// <summary>A tanh(S x), which TorchSharp has no module for.</summary>
internal sealed class BareScaledTanh(double amplitude, double slope) : Module<Tensor, Tensor>(nameof(BareScaledTanh))
{
    private readonly Scalar _amplitude = amplitude;
    private readonly Scalar _slope = slope;

    public override Tensor forward(Tensor input) => tanh(input * _slope) * _amplitude;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _amplitude.Dispose();
        _slope.Dispose();
    }
}

/// <summary>The trainable subsampling of the 1998 LeNet-5, by way of average pooling.</summary>
internal sealed class BareSubsampling : Module<Tensor, Tensor>
{
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly long _window;

    public BareSubsampling(long channels, long window)
        : base(nameof(BareSubsampling))
    {
        _window = window;
        _weight = Parameter(zeros(channels, 1, 1));
        _bias = Parameter(zeros(channels, 1, 1));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) =>
        (functional.avg_pool2d(input, _window, _window, divisor_override: 1) * _weight) + _bias;
}

/// <summary>A convolution with absent kernels: those there are go to their places in a dense one.</summary>
internal sealed class BarePartialConv2d : Module<Tensor, Tensor>
{
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly Tensor _places;
    private readonly long[] _dense;

    public BarePartialConv2d(int inputs, IReadOnlyList<IReadOnlyList<int>> table, long kernel)
        : base(nameof(BarePartialConv2d))
    {
        _dense = [table.Count, inputs, kernel, kernel];
        var taken = table.SelectMany((row, output) => row.Select(input => ((long)output * inputs) + input)).ToArray();
        _weight = Parameter(zeros(taken.Length, kernel, kernel));
        _bias = Parameter(zeros(table.Count));
        _places = tensor(taken);
        register_buffer(nameof(_places), _places);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var kernels = zeros(_dense[0] * _dense[1], _dense[2], _dense[3]).index_copy(0, _places, _weight);
        return functional.conv2d(input, kernels.view(_dense), _bias);
    }
}

/// <summary>Minus the squared distance to each of some prototypes.</summary>
internal sealed class BareRbfOutput : Module<Tensor, Tensor>
{
    private readonly Tensor _prototypes;

    public BareRbfOutput(IReadOnlyList<IReadOnlyList<float>> rows)
        : base(nameof(BareRbfOutput))
    {
        _prototypes = tensor(rows.SelectMany(row => row).ToArray(), [rows.Count, rows[0].Count]);
        register_buffer(nameof(_prototypes), _prototypes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => (input.unsqueeze(1) - _prototypes).square().sum(dim: 2).neg();
}
