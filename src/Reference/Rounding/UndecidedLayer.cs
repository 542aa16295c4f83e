using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Rounding;

/// <summary>
/// Whether rounding alone may turn a choice of a layer: a jump, a kink or a maximum whose two sides lie closer together
/// than their error bounds, or a variance that may be zero.
/// </summary>
/// <typeparam name="TPrecision">The format.</typeparam>
/// <param name="parameters">The layer's parameters.</param>
/// <param name="x">What enters.</param>
/// <param name="state">What the layer is doing.</param>
/// <param name="backward">
/// Whether the gradient is asked for, whose way kinks and maxima decide; else the value, which jumps decide.
/// </param>
internal sealed class UndecidedLayer<TPrecision>(
    IReadOnlyList<Tensor<Rounded<TPrecision>>> parameters, Tensor<Rounded<TPrecision>> x, LayerState state, bool backward)
    : ILayerReader<bool>
    where TPrecision : IPrecision
{
    public bool Activation(Activation layer) => IsNear(backward ? layer.Kinks : layer.Jumps);

    public bool AvgPool2d(AvgPool2d layer) => false;

    public bool BatchNorm1d(BatchNorm1d layer) => HasNoBound(layer);

    public bool BatchNorm2d(BatchNorm2d layer) => HasNoBound(layer);

    public bool ConstantPad2d(ConstantPad2d layer) => false;

    public bool Conv2d(Conv2d layer) => false;

    public bool Dropout(Dropout layer) => false;

    public bool Ensemble(Ensemble layer) => AnyWithin(layer);

    public bool Flatten(Flatten layer) => false;

    public bool GlobalAvgPool2d(GlobalAvgPool2d layer) => false;

    public bool Lift(Lift layer) => AnyWithin(layer);

    public bool Linear(Linear layer) => false;

    public bool LogSoftmax(LogSoftmax layer) => false;

    public bool MaxPool2d(MaxPool2d layer) => backward && IsNearTie(layer);

    public bool PartialConv2d(PartialConv2d layer) => false;

    public bool RbfOutput(RbfOutput layer) => false;

    public bool Residual(Residual layer) => AnyWithin(layer);

    public bool Softmax(Softmax layer) => false;

    public bool Subsampling(Subsampling layer) => false;

    private bool AnyWithin(Layer layer)
    {
        var (own, place) = (LayerArrays.Split(layer.Inner, parameters), 0);
        foreach (var chain in layer.Chains)
        {
            var value = x;
            foreach (var inner in chain)
            {
                if (inner.Accept(new UndecidedLayer<TPrecision>(own[place], value, state.Of(place), backward)))
                    return true;
                value = ReferenceLayer.Forward(inner, own[place], value, state.Of(place));
                place++;
            }
        }

        return false;
    }

    // A variance that rounding may take to zero: whatever is divided by its root may be anything.
    private bool HasNoBound(BatchNorm layer) =>
        ReferenceLayer.Forward(layer, parameters, x, state).Elements.ToArray().Any(value => !double.IsFinite(value.Error));

    // The place itself is rounded, too, where it is no number of the format.
    private bool IsNear(IReadOnlyList<double> places)
    {
        foreach (var place in places.Select(Rounded<TPrecision>.From))
            foreach (var value in x.Elements)
                if (value.Error + place.Error > 0 && Math.Abs(value.Value - place.Value) <= value.Error + place.Error)
                    return true;
        return false;
    }

    // A window's runner-up within reach of its winner. Equal numbers without errors are a tie that everyone breaks alike.
    private bool IsNearTie(MaxPool2d pool)
    {
        var (window, winners) = (
            Reference.Layers.Window2d.Of(pool.Window),
            Reference.Layers.MaxPool2d.Winners(x, Reference.Layers.Window2d.Of(pool.Window), pool.CeilMode));
        var (height, width) = (x.Sizes[2], x.Sizes[3]);
        var (rows, columns) = (window.Rows.Outputs(height, pool.CeilMode), window.Columns.Outputs(width, pool.CeilMode));
        for (var k = 0; k < winners.Length; k++)
        {
            var (plane, i, j) = (k / (rows * columns), k / columns % rows, k % columns);
            var winner = x.Elements[winners[k]];
            for (var p = 0; p < window.Rows.Kernel; p++)
                for (var q = 0; q < window.Columns.Kernel; q++)
                {
                    var (h, v) = (window.Rows.Pixel(i, p), window.Columns.Pixel(j, q));
                    if (h < 0 || h >= height || v < 0 || v >= width)
                        continue;
                    var index = (((plane * height) + h) * width) + v;
                    var reach = winner.Error + x.Elements[index].Error;
                    if (index != winners[k] && reach > 0 && winner.Value - x.Elements[index].Value <= reach)
                        return true;
                }
        }

        return false;
    }
}
