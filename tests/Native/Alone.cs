namespace TorchBasics.Tests.Native;

/// <summary>
/// Tests beside which no other runs: they measure the process, or they use the one generator of random numbers that libtorch
/// has, from which a dropout and every new TorchSharp module draw.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
