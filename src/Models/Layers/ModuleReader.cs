using TorchBasics.Core.Layers;
using static TorchSharp.torch.nn;
using Described = TorchBasics.Core.Layers;

namespace TorchBasics.Models.Layers;

/// <summary>Reads layers as libtorch modules that own their parameters.</summary>
internal sealed class ModuleReader : ILayerReader<LayerModule>
{
    /// <summary>The reader; it has no state.</summary>
    public static ModuleReader Instance { get; } = new();

    public LayerModule Activation(Activation layer) => new Function(layer, layer.Accept(ActivationFunctions.Instance));

    public LayerModule AvgPool2d(Described.AvgPool2d layer) => new AvgPool2d(layer);

    public LayerModule BatchNorm1d(Described.BatchNorm1d layer) => new BatchNorm(layer);

    public LayerModule BatchNorm2d(Described.BatchNorm2d layer) => new BatchNorm(layer);

    public LayerModule ConstantPad2d(Described.ConstantPad2d layer) => new ConstantPad2d(layer);

    public LayerModule Conv2d(Described.Conv2d layer) => new Conv2d(layer);

    public LayerModule Dropout(Described.Dropout layer) => new Dropout(layer);

    public LayerModule Ensemble(Described.Ensemble layer) => new Ensemble(layer);

    public LayerModule Flatten(Described.Flatten layer) => new Function(layer, x => x.flatten(start_dim: 1));

    public LayerModule GlobalAvgPool2d(Described.GlobalAvgPool2d layer) => new Function(layer, x => x.mean([2, 3]));

    public LayerModule Lift(Described.Lift layer) => new Lift(layer);

    public LayerModule Linear(Described.Linear layer) => new Linear(layer);

    public LayerModule LogSoftmax(Described.LogSoftmax layer) => new Function(layer, x => functional.log_softmax(x, dim: -1));

    public LayerModule MaxPool2d(Described.MaxPool2d layer) => new MaxPool2d(layer);

    public LayerModule PartialConv2d(Described.PartialConv2d layer) => new PartialConv2d(layer);

    public LayerModule RbfOutput(Described.RbfOutput layer) => new RbfOutput(layer);

    public LayerModule Residual(Described.Residual layer) => new Residual(layer);

    public LayerModule Softmax(Described.Softmax layer) => new Function(layer, x => functional.softmax(x, dim: -1));

    public LayerModule Subsampling(Described.Subsampling layer) => new Subsampling(layer);
}
