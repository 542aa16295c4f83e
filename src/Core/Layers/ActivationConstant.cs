namespace TorchBasics.Core.Layers;

/// <summary>A number that an activation takes.</summary>
/// <param name="Name">What files call it.</param>
/// <param name="Low">The smallest that is usual; drawn networks take numbers from here.</param>
/// <param name="High">The largest that is usual.</param>
public sealed record ActivationConstant(string Name, double Low, double High);
