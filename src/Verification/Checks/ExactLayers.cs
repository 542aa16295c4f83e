using TorchBasics.Core.Layers;

namespace TorchBasics.Verification.Checks;

/// <summary>Whether a layer does nothing but sum and multiply whole numbers, halve them, or choose among them.</summary>
/// <param name="input">Shape that enters.</param>
internal sealed class ExactLayers(Shape input) : ILayerReader<bool>
{
    public bool Activation(Activation layer) => layer.KeepsWholeNumbers;

    public bool AvgPool2d(AvgPool2d layer) =>
        int.IsPow2(layer.Window.Kernel.Height) && int.IsPow2(layer.Window.Kernel.Width)
        && (layer.CountIncludePad || layer.Window.Padding == default) && !layer.CeilMode;

    public bool BatchNorm1d(BatchNorm1d layer) => false;

    public bool BatchNorm2d(BatchNorm2d layer) => false;

    public bool ConstantPad2d(ConstantPad2d layer) => float.IsInteger(layer.Value);

    public bool Conv2d(Conv2d layer) => true;

    public bool Dropout(Dropout layer) => true;

    public bool Ensemble(Ensemble layer) => int.IsPow2(layer.Members.Count) && AllWithin(layer);

    public bool Flatten(Flatten layer) => true;

    public bool GlobalAvgPool2d(GlobalAvgPool2d layer) => int.IsPow2(input[1] * input[2]);

    public bool Lift(Lift layer) => layer.Inner.All(inner => inner.Accept(this));

    public bool Linear(Linear layer) => true;

    public bool LogSoftmax(LogSoftmax layer) => false;

    public bool MaxPool2d(MaxPool2d layer) => true;

    public bool PartialConv2d(PartialConv2d layer) => true;

    public bool RbfOutput(RbfOutput layer) => true;

    public bool Residual(Residual layer) => AllWithin(layer);

    public bool Softmax(Softmax layer) => false;

    public bool Subsampling(Subsampling layer) => true;

    // Halves that a mean gives must not be summed up again.
    private bool AllWithin(Layer layer)
    {
        var isExact = true;
        foreach (var chain in layer.Chains)
        {
            var shape = input;
            foreach (var inner in chain)
            {
                isExact &= inner is not (Core.Layers.AvgPool2d or Core.Layers.GlobalAvgPool2d or Core.Layers.Ensemble)
                    && inner.Accept(new ExactLayers(shape));
                shape = inner.OutputShape(shape);
            }
        }

        return isExact;
    }
}
