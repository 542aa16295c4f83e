using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Rounding;

/// <summary>
/// Finds the choices that rounding alone may turn: a threshold, a rectifier or a maximum whose two sides lie closer
/// together than their error bounds, or a variance that may be zero. Beyond such a point two correct computations may part,
/// and no bound holds.
/// </summary>
public static class Undecided
{
    /// <summary>Whether rounding may decide a layer's results.</summary>
    /// <typeparam name="TPrecision">The format whose rounding is bounded.</typeparam>
    /// <param name="layer">The layer.</param>
    /// <param name="parameters">Its arrays.</param>
    /// <param name="x">What enters, [N, ...].</param>
    /// <param name="state">What it computes with besides; null for an evaluation.</param>
    /// <returns>Whether it may.</returns>
    public static bool Forward<TPrecision>(
        Layer layer,
        IReadOnlyList<Tensor<Rounded<TPrecision>>> parameters,
        Tensor<Rounded<TPrecision>> x,
        LayerState? state = null)
        where TPrecision : IPrecision => Find(layer, parameters, x, state, backward: false);

    /// <summary>
    /// Whether rounding may decide where a layer's gradient goes: a rectifier's slope jumps, its value does not.
    /// </summary>
    /// <typeparam name="TPrecision">The format whose rounding is bounded.</typeparam>
    /// <param name="layer">The layer.</param>
    /// <param name="parameters">Its arrays.</param>
    /// <param name="x">What enters, [N, ...].</param>
    /// <param name="state">What it computes with besides; null for an evaluation.</param>
    /// <returns>Whether it may.</returns>
    public static bool Backward<TPrecision>(
        Layer layer,
        IReadOnlyList<Tensor<Rounded<TPrecision>>> parameters,
        Tensor<Rounded<TPrecision>> x,
        LayerState? state = null)
        where TPrecision : IPrecision => Find(layer, parameters, x, state, backward: true);

    /// <summary>
    /// Whether rounding may decide where the gradient goes in the layers that stand in one. What enters the layer itself is
    /// given, so that it decides alike for everyone.
    /// </summary>
    /// <typeparam name="TPrecision">The format whose rounding is bounded.</typeparam>
    /// <param name="layer">The layer.</param>
    /// <param name="parameters">Its arrays.</param>
    /// <param name="x">What enters, [N, ...].</param>
    /// <param name="state">What it computes with besides.</param>
    /// <returns>Whether it may; not where no layer stands in it.</returns>
    public static bool Within<TPrecision>(
        Layer layer, IReadOnlyList<Tensor<Rounded<TPrecision>>> parameters, Tensor<Rounded<TPrecision>> x, LayerState state)
        where TPrecision : IPrecision => layer.Inner.Count > 0 && Backward(layer, parameters, x, state);

    private static bool Find<TPrecision>(
        Layer layer,
        IReadOnlyList<Tensor<Rounded<TPrecision>>> parameters,
        Tensor<Rounded<TPrecision>> x,
        LayerState? state,
        bool backward)
        where TPrecision : IPrecision =>
        layer.Accept(new UndecidedLayer<TPrecision>(parameters, x, state ?? LayerState.Evaluation, backward));
}
