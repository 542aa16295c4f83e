namespace TorchBasics.Training.Recording;

/// <summary>Whether steps on CUDA become graphs; the bits are the same.</summary>
public enum GraphChoice
{
    /// <summary>Where device and driver have them, and nothing stands in the way.</summary>
    Auto,

    /// <summary>Never.</summary>
    Off,
}
