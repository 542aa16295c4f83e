namespace TorchBasics.Reference;

/// <summary>What a layer is doing: evaluating or training, and what chance decided there.</summary>
public sealed record LayerState
{
    private LayerState(bool isTraining, bool[]? kept) => (IsTraining, Kept) = (isTraining, kept);

    /// <summary>As a user runs a network.</summary>
    public static LayerState Evaluation { get; } = new(isTraining: false, kept: null);

    /// <summary>As a step of training runs it; a dropout that nobody chose for drops nothing.</summary>
    public static LayerState Training { get; } = new(isTraining: true, kept: null);

    /// <summary>Whether it trains.</summary>
    public bool IsTraining { get; }

    /// <summary>For a dropout in training, which elements it keeps, in row-major order; null for none to drop.</summary>
    public bool[]? Kept { get; }

    /// <summary>Training, where a dropout keeps some elements.</summary>
    /// <param name="kept">For each element, whether it is kept; null for a layer that drops nothing.</param>
    /// <returns>The state.</returns>
    public static LayerState Keeping(bool[]? kept) => kept is null ? Training : new(isTraining: true, kept);
}
