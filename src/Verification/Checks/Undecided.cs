using TorchBasics.Core.Layers;
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
        where TPrecision : IPrecision => layer.Layer.Accept(new UndecidedLayer<TPrecision>(layer.Parameters, layer.Input, backward: true));

    /// <summary>Whether rounding may decide a layer's results.</summary>
    public static bool Forward<TPrecision>(Layer layer, IReadOnlyList<Tensor<Rounded<TPrecision>>> parameters, Tensor<Rounded<TPrecision>> x)
        where TPrecision : IPrecision => layer.Accept(new UndecidedLayer<TPrecision>(parameters, x, backward: false));
}
