using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Checks;

/// <summary>
/// Finds the choices that rounding alone may turn: a threshold, a rectifier or a maximum whose two sides lie closer
/// together than their error bounds. Beyond such a point two correct computations may part, and no bound holds.
/// </summary>
internal static class Undecided
{
    /// <summary>Whether rounding may decide a layer's results.</summary>
    public static bool Forward<TPrecision>(LayerRecord<Rounded<TPrecision>> layer)
        where TPrecision : IPrecision => Forward(layer.Layer, layer.Parameters, layer.Input);

    /// <summary>Whether rounding may decide where a layer's gradient goes: a rectifier's value is continuous, its slope is not.</summary>
    public static bool Backward<TPrecision>(LayerRecord<Rounded<TPrecision>> layer)
        where TPrecision : IPrecision => Backward(layer.Layer, layer.Parameters, layer.Input);

    /// <summary>Whether rounding may decide a layer's results.</summary>
    public static bool Forward<TPrecision>(Layer layer, IReadOnlyList<Tensor<Rounded<TPrecision>>> parameters, Tensor<Rounded<TPrecision>> x)
        where TPrecision : IPrecision => layer switch
        {
            Core.Layers.Step => AnyNearZero(x),
            Core.Layers.Lift lift => Inside(lift, parameters, x, Forward),
            _ => false,
        };

    private static bool Backward<TPrecision>(Layer layer, IReadOnlyList<Tensor<Rounded<TPrecision>>> parameters, Tensor<Rounded<TPrecision>> x)
        where TPrecision : IPrecision => layer switch
        {
            Core.Layers.Relu => AnyNearZero(x),
            Core.Layers.MaxPool2d pool => AnyNearTie(pool, x),
            Core.Layers.Lift lift => Inside(lift, parameters, x, Backward),
            _ => false,
        };

    // A lift's layers, one after the other; one of them owns its parameters.
    private static bool Inside<TPrecision>(
        Core.Layers.Lift lift,
        IReadOnlyList<Tensor<Rounded<TPrecision>>> parameters,
        Tensor<Rounded<TPrecision>> x,
        Func<Layer, IReadOnlyList<Tensor<Rounded<TPrecision>>>, Tensor<Rounded<TPrecision>>, bool> isOpen)
        where TPrecision : IPrecision
    {
        foreach (var layer in lift.Inner)
        {
            IReadOnlyList<Tensor<Rounded<TPrecision>>> own = layer.Parameters.Count > 0 ? parameters : [];
            if (isOpen(layer, own, x))
                return true;
            x = ReferenceLayer.Forward(layer, own, x);
        }

        return false;
    }

    private static bool AnyNearZero<TPrecision>(Tensor<Rounded<TPrecision>> x)
        where TPrecision : IPrecision
    {
        foreach (var value in x.Elements)
            if (value.Error > 0 && Math.Abs(value.Value) <= value.Error)
                return true;
        return false;
    }

    // A window's runner-up within reach of its winner. Equal numbers without errors are a tie that everyone breaks alike.
    private static bool AnyNearTie<TPrecision>(Core.Layers.MaxPool2d pool, Tensor<Rounded<TPrecision>> x)
        where TPrecision : IPrecision
    {
        var (window, winners) = (Window2d.Of(pool.Window), Reference.Layers.MaxPool2d.Winners(x, Window2d.Of(pool.Window), pool.CeilMode));
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
