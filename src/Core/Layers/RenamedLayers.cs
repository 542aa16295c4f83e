namespace TorchBasics.Core.Layers;

/// <summary>Gives layers other names, and changes nothing else.</summary>
/// <param name="rename">From a layer's name its new one.</param>
internal sealed class RenamedLayers(Func<string, string> rename) : ILayerReader<Layer>
{
    /// <summary>Layers with a prefix before the name of each, those included that stand in others.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="prefix">What the new names begin with.</param>
    /// <returns>The layers.</returns>
    public static IReadOnlyList<Layer> Prefixed(IReadOnlyList<Layer> layers, string prefix) =>
        new RenamedLayers(name => prefix + name).Of(layers);

    public Layer Activation(Activation layer) => layer;

    public Layer AvgPool2d(AvgPool2d layer) => layer;

    public Layer BatchNorm1d(BatchNorm1d layer) =>
        new BatchNorm1d(rename(layer.Name), layer.Channels, layer.Eps, layer.Momentum);

    public Layer BatchNorm2d(BatchNorm2d layer) =>
        new BatchNorm2d(rename(layer.Name), layer.Channels, layer.Eps, layer.Momentum);

    public Layer ConstantPad2d(ConstantPad2d layer) => layer;

    public Layer Conv2d(Conv2d layer) => new Conv2d(
        rename(layer.Name),
        layer.InputChannels,
        layer.OutputChannels,
        layer.Window.Kernel,
        layer.Window.Stride,
        layer.Window.Padding,
        layer.Window.Dilation,
        layer.Groups);

    public Layer Dropout(Dropout layer) => layer;

    public Layer Ensemble(Ensemble layer) => new Ensemble([.. layer.Members.Select(Of)]);

    public Layer Flatten(Flatten layer) => layer;

    public Layer GlobalAvgPool2d(GlobalAvgPool2d layer) => layer;

    public Layer Lift(Lift layer) => new Lift(Of(layer.Inner));

    public Layer Linear(Linear layer) => new Linear(rename(layer.Name), layer.Inputs, layer.Outputs);

    public Layer LogSoftmax(LogSoftmax layer) => layer;

    public Layer MaxPool2d(MaxPool2d layer) => layer;

    public Layer PartialConv2d(PartialConv2d layer) =>
        new PartialConv2d(rename(layer.Name), layer.InputChannels, layer.Table, layer.Window.Kernel);

    public Layer RbfOutput(RbfOutput layer) => new RbfOutput(rename(layer.Name), layer.Prototypes);

    public Layer Residual(Residual layer) => new Residual(Of(layer.Branch), Of(layer.Shortcut));

    public Layer Softmax(Softmax layer) => layer;

    public Layer Subsampling(Subsampling layer) => new Subsampling(rename(layer.Name), layer.Channels, layer.Window.Kernel);

    private IReadOnlyList<Layer> Of(IReadOnlyList<Layer> layers) => [.. layers.Select(layer => layer.Accept(this))];
}
