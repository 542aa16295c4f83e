using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Training;

/// <summary>A network as a TorchSharp user writes it: a Sequential of TorchSharp's own modules.</summary>
internal static class BareModules
{
    /// <summary>Builds the modules and gives them the weights.</summary>
    /// <param name="architecture">Layers of kinds that the contests use.</param>
    /// <param name="weights">In the order of the description.</param>
    /// <returns>The network.</returns>
    public static Sequential Build(Architecture architecture, IReadOnlyList<NamedArray> weights)
    {
        var network = nn.Sequential(architecture.Layers.Select(Module));
        using var scope = NewDisposeScope();
        using var off = no_grad();
        foreach (var (parameter, array) in network.parameters().Zip(weights))
            parameter.copy_(array.ToTensor().reshape(parameter.shape));
        return network;
    }

    private static nn.Module<Tensor, Tensor> Module(TorchBasics.Core.Layers.Layer layer) => layer switch
    {
        Core.Layers.Conv2d conv => nn.Conv2d(
            conv.InputChannels,
            conv.OutputChannels,
            conv.Window.Kernel.Height,
            conv.Window.Stride.Height,
            conv.Window.Padding.Height,
            groups: conv.Groups),
        Core.Layers.ConstantPad2d pad => nn.ConstantPad2d(pad.Padding.Height, pad.Value),
        Core.Layers.Dropout dropout => nn.Dropout(dropout.Probability),
        Core.Layers.PartialConv2d conv => new BarePartialConv2d(conv.InputChannels, conv.Table, conv.Window.Kernel.Height),
        Core.Layers.RbfOutput output => new BareRbfOutput(output.Prototypes),
        Core.Layers.Subsampling pool => new BareSubsampling(pool.Channels, pool.Window.Kernel.Height),
        Core.Layers.MaxPool2d pool => nn.MaxPool2d(pool.Window.Kernel.Height, pool.Window.Stride.Height),
        Core.Layers.Linear linear => nn.Linear(linear.Inputs, linear.Outputs),
        Relu => nn.ReLU(),
        Core.Layers.Tanh => nn.Tanh(),
        ScaledTanh => new BareScaledTanh(ScaledTanh.Amplitude, ScaledTanh.Slope),
        Core.Layers.Flatten => nn.Flatten(),
        _ => throw new TorchBasicsException(ErrorKind.Usage, $"The benchmarks do not know the layer {layer.Kind}."),
    };
}
