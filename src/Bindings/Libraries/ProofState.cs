using System.Text.Json.Serialization;

namespace TorchBasics.Bindings.Libraries;

/// <summary>How far the numbers of an engine can be trusted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProofState>))]
public enum ProofState
{
    /// <summary>Every known answer was given.</summary>
    Proven,

    /// <summary>An answer was wrong; after a change every one was given.</summary>
    Mended,

    /// <summary>An answer is wrong, and it was asked to leave it so.</summary>
    Kept,

    /// <summary>An answer is wrong whatever was tried: the engine is not used.</summary>
    Refused,

    /// <summary>The questions could not be asked.</summary>
    Unproven,
}
