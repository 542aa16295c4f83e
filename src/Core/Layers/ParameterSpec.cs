namespace TorchBasics.Core.Layers;

/// <summary>One array of numbers that a layer owns.</summary>
/// <param name="Name">Name inside the layer, as PyTorch calls it: "weight", "bias".</param>
/// <param name="Shape">Sizes of the array (this shape has no batch axis).</param>
/// <param name="FanIn">How many inputs one output of the layer sums over; sets the scale of the initial values.</param>
/// <param name="Trainable">False for numbers that are fixed by design.</param>
public sealed record ParameterSpec(string Name, Shape Shape, int FanIn, bool Trainable = true);
