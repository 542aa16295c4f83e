using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Export.Modules;

/// <summary>
/// Describes a TorchSharp Sequential that somebody else wrote, layer by layer. What has no description here is refused by
/// name: nothing is left out, nothing is guessed.
/// </summary>
public static class SequentialReader
{
    /// <summary>Describes a module and copies its weights.</summary>
    /// <param name="module">The module, in single precision on the CPU. Sequentials in it are read through.</param>
    /// <param name="input">Shape of one sample.</param>
    /// <param name="name">A short name for the network.</param>
    /// <returns>The network; its layers have the names of the submodules, with '_' for the dots of nested ones.</returns>
    /// <exception cref="TorchBasicsException">A submodule is of a kind, or set in a way, that has no description: kind Usage; the message names it.</exception>
    /// <exception cref="ShapeException">A layer cannot take what the one before it returns.</exception>
    public static ExchangedModel Read(Sequential module, Shape input, string name)
    {
        var (layers, weights) = (new List<Layer>(), new List<NamedArray>());
        Add(module, string.Empty, layers, weights);
        if (layers.Count == 0)
            throw new TorchBasicsException(ErrorKind.Usage, $"The module {name} is empty.");
        var architecture = new Architecture(name, input, layers);
        return new ExchangedModel(new ModelInfo(architecture, Normalization.Identity, ModelInfo.NumberedClasses(architecture), ModelInfo.Unknown, "a TorchSharp module"), weights);
    }

    private static void Add(Sequential module, string prefix, List<Layer> layers, List<NamedArray> weights)
    {
        foreach (var (child, submodule) in module.named_children())
        {
            var name = prefix + child;
            if (submodule is Sequential inner)
                Add(inner, $"{name}_", layers, weights);
            else if (Describe(name, submodule) is { } layer)
                Add(layer, submodule, layers, weights);
        }
    }

    private static void Add(Layer layer, nn.Module module, List<Layer> layers, List<NamedArray> weights)
    {
        layers.Add(layer);
        var parameters = module.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        foreach (var spec in layer.Parameters)
            weights.Add(Copy($"{layer.Name}.{spec.Name}", spec, parameters.GetValueOrDefault(spec.Name)));
    }

    // A layer without a bias is one whose biases are zero.
    private static NamedArray Copy(string name, ParameterSpec spec, Tensor? values)
    {
        if (values is null)
            return NamedArray.Of<float>(name, [.. spec.Shape.Select(size => (long)size)], new float[spec.Shape.Elements]);
        return values.dtype == ScalarType.Float32
            ? values.ToNamedArray(name)
            : throw new TorchBasicsException(ErrorKind.Usage, $"{name} is in {values.dtype}; networks are exported in Float32: module.to(torch.float32) converts it.");
    }

    // Null for what does nothing.
    private static Layer? Describe(string name, nn.Module module) => module switch
    {
        TorchSharp.Modules.Linear linear => new Core.Layers.Linear(name, (int)linear.in_features, (int)linear.out_features),
        TorchSharp.Modules.Conv2d convolution => Convolution(name, convolution),
        TorchSharp.Modules.MaxPool2d pool => All(pool.dilation, 1)
            ? new Core.Layers.MaxPool2d(Size(pool.kernel_size), Stride(pool.stride, pool.kernel_size), Size(pool.padding), pool.ceil_mode)
            : throw Refuse(name, module, "is dilated"),
        TorchSharp.Modules.AvgPool2d pool => pool.divisor_override is null
            ? new Core.Layers.AvgPool2d(Size(pool.kernel_size), Stride(pool.stride, pool.kernel_size), Size(pool.padding), pool.ceil_mode, pool.count_include_pad)
            : throw Refuse(name, module, "has a divisor of its own"),
        AdaptiveAvgPool2d pool => All(pool.output_size, 1) ? new GlobalAvgPool2d() : throw Refuse(name, module, "has an output larger than 1x1"),
        PadBase pad and (TorchSharp.Modules.ConstantPad2d or ZeroPad2d) => Border(name, pad),
        TorchSharp.Modules.Flatten flatten => flatten is { start_dim: 1, end_dim: -1 } ? new Core.Layers.Flatten() : throw Refuse(name, module, "does not join all axes but the first"),
        TorchSharp.Modules.Softmax softmax => softmax.dim is 1 or -1 ? new Core.Layers.Softmax() : throw Refuse(name, module, $"runs along axis {softmax.dim}"),
        TorchSharp.Modules.LogSoftmax softmax => softmax.dim is 1 or -1 ? new Core.Layers.LogSoftmax() : throw Refuse(name, module, $"runs along axis {softmax.dim}"),
        ReLU => new Relu(),
        TorchSharp.Modules.Tanh => new Core.Layers.Tanh(),
        TorchSharp.Modules.Sigmoid => new Core.Layers.Sigmoid(),
        TorchSharp.Modules.Dropout dropout => new Core.Layers.Dropout(dropout.p),
        Identity => null,
        _ => throw Refuse(name, module, "is of a kind that is not exported"),
    };

    private static Core.Layers.Conv2d Convolution(string name, TorchSharp.Modules.Conv2d module)
    {
        if (module.groups != 1)
            throw Refuse(name, module, $"has {module.groups} groups");
        if (module.padding_mode != PaddingModes.Zeros)
            throw Refuse(name, module, $"pads with other values than zeros ({module.padding_mode})");
        var (kernel, stride, dilation) = (Size(module.kernel_size), Size(module.stride), Size(module.dilation));
        var padding = module.padding_type switch
        {
            null => Size(module.padding),
            Padding.Valid => new Size2d(0, 0),
            _ => Same(name, module, kernel, dilation),
        };
        return new(name, (int)module.in_channels, (int)module.out_channels, kernel, stride, padding, dilation);
    }

    // As many zeros in all as the kernel reaches over the edge: with an even number, as many on each side.
    private static Size2d Same(string name, TorchSharp.Modules.Conv2d module, Size2d kernel, Size2d dilation)
    {
        var (height, width) = (dilation.Height * (kernel.Height - 1), dilation.Width * (kernel.Width - 1));
        return height % 2 == 0 && width % 2 == 0 ? new(height / 2, width / 2) : throw Refuse(name, module, "pads one side more than the other, since its kernel has an even size");
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
            [var left, var right, var top, var bottom] when left == right && top == bottom => new(Size([top, left]), (float)value),
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

    private static TorchBasicsException Refuse(string name, nn.Module module, string why) => new(
        ErrorKind.Usage,
        $"The submodule '{name}' ({module.GetType().Name}) {why}. Exported are Linear, Conv2d, MaxPool2d, AvgPool2d, AdaptiveAvgPool2d to 1x1, ConstantPad2d, ZeroPad2d, Flatten, ReLU, Tanh, Sigmoid, Softmax, LogSoftmax, Dropout, Identity and Sequentials of these.");
}
