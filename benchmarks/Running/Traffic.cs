namespace TorchBasics.Benchmarks.Running;

/// <summary>What a step moves through the caches, where nothing stays in a near one from one use to the next.</summary>
/// <param name="Bytes">Bytes read and written in a step.</param>
/// <param name="Resident">
/// Bytes of all that a step touches: where they are more than the last cache holds, they come from memory.
/// </param>
internal readonly record struct Traffic(long Bytes, long Resident);
