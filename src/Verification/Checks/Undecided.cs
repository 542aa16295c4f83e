using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Checks;

/// <summary>
/// Finds the choices that rounding alone may turn: a threshold, a rectifier or a maximum whose two sides lie closer
/// together than their error bounds. Beyond such a point two correct computations may part, and no bound holds.
/// </summary>
internal static class Undecided
{
    /// <summary>Whether a layer's choice is open.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">Its input, with error bounds.</param>
    /// <param name="backward">Whether the gradient matters, too: a rectifier's value is continuous, its slope is not.</param>
    public static bool In<TPrecision>(Layer layer, Tensor<Rounded<TPrecision>> x, bool backward)
        where TPrecision : IPrecision => layer switch
        {
            Core.Layers.Step => AnyNearZero(x),
            Core.Layers.Relu => backward && AnyNearZero(x),
            Core.Layers.MaxPool2d pool => backward && AnyNearTie(pool, x),
            Core.Layers.Lift lift => lift.Inner.Any(inner => inner is Core.Layers.Step or Core.Layers.Relu), // seen from outside only
            _ => false,
        };

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
