namespace TorchBasics.Reference;

/// <summary>
/// What a layer is doing: evaluating or training, and what chance decided there, in it and in the layers that stand in it.
/// </summary>
public sealed record LayerState
{
    private LayerState(bool isTraining) => IsTraining = isTraining;

    /// <summary>As a user runs a network.</summary>
    public static LayerState Evaluation { get; } = new(isTraining: false);

    /// <summary>As a step of training runs it; a dropout that nobody chose for drops nothing.</summary>
    public static LayerState Training { get; } = new(isTraining: true);

    /// <summary>Whether it trains.</summary>
    public bool IsTraining { get; }

    /// <summary>For a dropout in training, which elements it keeps, in row-major order; null for none to drop.</summary>
    public bool[]? Kept { get; private init; }

    /// <summary>
    /// What the layers in this one are doing, one after the other; empty where each does the same without any choice.
    /// </summary>
    public IReadOnlyList<LayerState> Inner { get; private init; } = [];

    /// <summary>Training, where a dropout keeps some elements.</summary>
    /// <param name="kept">For each element, whether it is kept; null for a layer that drops nothing.</param>
    /// <returns>The state.</returns>
    public static LayerState Keeping(bool[]? kept) => kept is null ? Training : Training with { Kept = kept };

    /// <summary>Training of a layer of layers.</summary>
    /// <param name="inner">What each of them is doing.</param>
    /// <returns>The state.</returns>
    public static LayerState Around(IReadOnlyList<LayerState> inner) =>
        inner.Count == 0 ? Training : Training with { Inner = inner };

    /// <summary>What one of the layers in this one is doing.</summary>
    /// <param name="place">Its place among them.</param>
    /// <returns>The state.</returns>
    public LayerState Of(int place) => Inner.Count > 0 ? Inner[place] : IsTraining ? Training : Evaluation;
}
