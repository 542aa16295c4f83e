using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Reading = System.Func<string, TorchSharp.torch.nn.Module, TorchBasics.Core.Layers.Layer?>;

namespace TorchBasics.TorchExport;

/// <summary>
/// For each kind of layer, how a TorchSharp module that somebody else made becomes one: null where it is no such module.
/// </summary>
internal sealed class ModuleKinds : ILayerKinds<Reading>
{
    private const string Exported =
        "Exported are Linear, Conv2d, BatchNorm1d, BatchNorm2d, MaxPool2d, AvgPool2d, AdaptiveAvgPool2d to 1x1, ConstantPad2d, "
        + "ZeroPad2d, Flatten, ReLU, LeakyReLU, ELU, GELU, SiLU, "
        + "Hardtanh, ReLU6, Tanh, Sigmoid, Softmax, LogSoftmax, Dropout, Identity and Sequentials of these.";

    private static readonly Reading NoModule = (_, _) => null; // TorchSharp has no module of this kind

    public Reading AvgPool2d =>
        (name, module) => module is not TorchSharp.Modules.AvgPool2d pool ? null : pool.divisor_override is null
            ? new Core.Layers.AvgPool2d(
                Size(pool.kernel_size),
                Stride(pool.stride, pool.kernel_size),
                Size(pool.padding),
                pool.ceil_mode,
                pool.count_include_pad)
            : throw Refuse(name, module, "has a divisor of its own");

    public Reading BatchNorm1d => (name, module) => module is TorchSharp.Modules.BatchNorm1d norm
        ? Normalization(norm, name, (eps, momentum) => new Core.Layers.BatchNorm1d(name, (int)norm.num_features, eps, momentum))
        : null;

    public Reading BatchNorm2d => (name, module) => module is TorchSharp.Modules.BatchNorm2d norm
        ? Normalization(norm, name, (eps, momentum) => new Core.Layers.BatchNorm2d(name, (int)norm.num_features, eps, momentum))
        : null;

    public Reading ConstantPad2d =>
        (name, module) => module is PadBase pad and (TorchSharp.Modules.ConstantPad2d or ZeroPad2d) ? Border(name, pad) : null;

    public Reading Conv2d =>
        (name, module) => module is TorchSharp.Modules.Conv2d convolution ? Convolution(name, convolution) : null;

    public Reading Dropout =>
        (_, module) => module is TorchSharp.Modules.Dropout dropout ? new Core.Layers.Dropout(dropout.p) : null;

    public Reading Ensemble => NoModule;

    public Reading Flatten =>
        (name, module) => module is not TorchSharp.Modules.Flatten flatten ? null : flatten is { start_dim: 1, end_dim: -1 }
            ? new Core.Layers.Flatten()
            : throw Refuse(name, module, "does not join all axes but the first");

    public Reading GlobalAvgPool2d => (name, module) => module is not AdaptiveAvgPool2d pool ? null : All(pool.output_size, 1)
        ? new GlobalAvgPool2d()
        : throw Refuse(name, module, "has an output larger than 1x1");

    public Reading Lift => NoModule;

    public Reading Linear => (name, module) => module is TorchSharp.Modules.Linear linear
        ? new Core.Layers.Linear(name, (int)linear.in_features, (int)linear.out_features)
        : null;

    public Reading LogSoftmax =>
        (name, module) => module is not TorchSharp.Modules.LogSoftmax softmax ? null : softmax.dim is 1 or -1
            ? new Core.Layers.LogSoftmax()
            : throw Refuse(name, module, $"runs along axis {softmax.dim}");

    public Reading MaxPool2d => (name, module) => module is not TorchSharp.Modules.MaxPool2d pool ? null : All(pool.dilation, 1)
        ? new Core.Layers.MaxPool2d(
            Size(pool.kernel_size), Stride(pool.stride, pool.kernel_size), Size(pool.padding), pool.ceil_mode)
        : throw Refuse(name, module, "is dilated");

    public Reading PartialConv2d => NoModule;

    public Reading RbfOutput => NoModule;

    public Reading Residual => NoModule;

    public Reading Softmax => (name, module) => module is not TorchSharp.Modules.Softmax softmax ? null : softmax.dim is 1 or -1
        ? new Core.Layers.Softmax()
        : throw Refuse(name, module, $"runs along axis {softmax.dim}");

    public Reading Subsampling => NoModule;

    public Reading Activation(ActivationKind kind) =>
        (name, module) => Function(name, module) is { } function && function.Kind == kind.Name ? function : null;

    private static Activation? Function(string name, nn.Module module)
    {
        try
        {
            return module switch
            {
                ELU elu => new Elu(elu.alpha),
                GELU { approximate: GELU.Approximate.none } => new Gelu(),
                GELU => new GeluTanh(),
                TorchSharp.Modules.Hardtanh hardtanh => new Core.Layers.Hardtanh(hardtanh.min_val, hardtanh.max_val),
                LeakyReLU leaky => new LeakyRelu(leaky.negative_slope),
                ReLU => new Relu(),
                ReLU6 => new Core.Layers.Hardtanh(0, 6),
                TorchSharp.Modules.Sigmoid => new Core.Layers.Sigmoid(),
                SiLU => new Silu(),
                TorchSharp.Modules.Tanh => new Core.Layers.Tanh(),
                _ => null,
            };
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw Refuse(name, module, ReasonText.Of(error));
        }
    }

    private static Layer Normalization(NormBase module, string name, Func<double, double, Layer> make)
    {
        if (!module.affine)
            throw Refuse(name, module, "has no weight and bias (affine: false)");
        if (!module.track_running_stats)
            throw Refuse(name, module, "has no running statistics (track_running_stats: false)");
        if (module.momentum is not { } momentum)
            throw Refuse(name, module, "has no momentum, so that its statistics are means over all batches");
        try
        {
            return make(module.eps, momentum);
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw Refuse(name, module, ReasonText.Of(error));
        }
    }

    private static Core.Layers.Conv2d Convolution(string name, TorchSharp.Modules.Conv2d module)
    {
        if (module.padding_mode != PaddingModes.Zeros)
            throw Refuse(name, module, $"pads with other values than zeros ({module.padding_mode})");
        var (kernel, stride, dilation) = (Size(module.kernel_size), Size(module.stride), Size(module.dilation));
        var padding = module.padding_type switch
        {
            null => Size(module.padding),
            Padding.Valid => new Size2d(0, 0),
            _ => Same(name, module, kernel, dilation),
        };
        return new(
            name, (int)module.in_channels, (int)module.out_channels, kernel, stride, padding, dilation, (int)module.groups);
    }

    // As many zeros in all as the kernel reaches over the edge: with an even number, as many on each side.
    private static Size2d Same(string name, TorchSharp.Modules.Conv2d module, Size2d kernel, Size2d dilation)
    {
        var (height, width) = (dilation.Height * (kernel.Height - 1), dilation.Width * (kernel.Width - 1));
        return height % 2 == 0 && width % 2 == 0 ? new(height / 2, width / 2) : throw Refuse(
            name, module, "pads one side more than the other, since its kernel has an even size");
    }

    private static Core.Layers.ConstantPad2d Border(string name, PadBase pad)
    {
        var (sizes, value) = pad switch
        {
            TorchSharp.Modules.ConstantPad2d constant => (constant.padding, constant.value),
            ZeroPad2d zero => (zero.padding, 0.0),
            _ => throw Refuse(name, pad, "is of a kind that is not exported"),
        };
        return sizes switch
        {
            [var all] => new(Size([all]), (float)value),
            [var left, var right, var top, var bottom] when left == right && top == bottom =>
                new(Size([top, left]), (float)value),
            _ => throw Refuse(name, pad, "adds more on one side than on the other"),
        };
    }

    private static Size2d Stride(long[]? stride, long[] kernel) => Size(stride is null or [] ? kernel : stride);

    private static Size2d Size(long[]? values) => values switch
    {
        null or [] => new(0, 0), // no padding
        [var both] => new((int)both, (int)both),
        _ => new((int)values[0], (int)values[1]),
    };

    private static bool All(long[]? values, long value) => values is null || values.All(each => each == value);

    public static TorchBasicsException Refuse(string name, nn.Module module, string why) => new(
        ErrorKind.Usage,
        $"The submodule '{name}' ({module.GetType().Name}) {why}. {Exported}");
}
