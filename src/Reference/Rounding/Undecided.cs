using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Rounding;

/// <summary>
/// Finds the choices that rounding alone may turn: a threshold, a rectifier or a maximum whose two sides lie closer
/// together than their error bounds. Beyond such a point two correct computations may part, and no bound holds.
/// </summary>
public static class Undecided
{
    /// <summary>Whether rounding may decide a layer's results.</summary>
    /// <typeparam name="TPrecision">The format whose rounding is bounded.</typeparam>
    /// <param name="layer">The layer.</param>
    /// <param name="parameters">Its arrays.</param>
    /// <param name="x">What enters, [N, ...].</param>
    /// <returns>Whether it may.</returns>
    public static bool Forward<TPrecision>(
        Layer layer, IReadOnlyList<Tensor<Rounded<TPrecision>>> parameters, Tensor<Rounded<TPrecision>> x)
        where TPrecision : IPrecision => layer.Accept(new UndecidedLayer<TPrecision>(parameters, x, backward: false));

    /// <summary>Whether rounding may decide where a layer's gradient goes: a rectifier's slope jumps, its value does not.</summary>
    /// <typeparam name="TPrecision">The format whose rounding is bounded.</typeparam>
    /// <param name="layer">The layer.</param>
    /// <param name="parameters">Its arrays.</param>
    /// <param name="x">What enters, [N, ...].</param>
    /// <returns>Whether it may.</returns>
    public static bool Backward<TPrecision>(
        Layer layer, IReadOnlyList<Tensor<Rounded<TPrecision>>> parameters, Tensor<Rounded<TPrecision>> x)
        where TPrecision : IPrecision => layer.Accept(new UndecidedLayer<TPrecision>(parameters, x, backward: true));
}
