using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Engines;

/// <summary>An engine could not do what it was asked, and where.</summary>
/// <param name="place">What it was computing.</param>
/// <param name="reason">What went wrong.</param>
/// <param name="inner">The engine's own error, if it had one.</param>
public sealed class EngineException(Place place, string reason, Exception? inner = null) : Exception($"{place}: {reason}", inner)
{
    /// <summary>What the engine was computing.</summary>
    public Place Place { get; } = place;

    /// <summary>What went wrong, in one line.</summary>
    public string Reason { get; } = reason;
}
