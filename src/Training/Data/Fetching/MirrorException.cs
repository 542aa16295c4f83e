namespace TorchBasics.Training.Data.Fetching;

/// <summary>A mirror could not deliver a file; the next one is tried.</summary>
internal sealed class MirrorException(string reason) : Exception(reason);
