namespace TorchBasics.Core.Layers;

/// <summary>One array of numbers that a layer owns.</summary>
/// <param name="Name">Name inside the layer, as PyTorch calls it: "weight", "bias".</param>
/// <param name="Shape">Sizes of the array (this shape has no batch axis).</param>
/// <param name="FanIn">How many inputs one output of the layer sums over; sets the scale of the initial values.</param>
/// <param name="Role">What becomes of it in training.</param>
public sealed record ParameterSpec(string Name, Shape Shape, int FanIn, ParameterRole Role = ParameterRole.Parameter)
{
    /// <summary>The number that every element starts as; null where they are drawn, or given by the layer.</summary>
    public float? Initial { get; init; }

    /// <summary>
    /// How many outputs one input of the layer enters: for a weight [out, in] or [out, in, height, width] all of it but the
    /// second axis; for others as many as <see cref="FanIn"/>.
    /// </summary>
    public int FanOut => Shape.Count is 2 or 4 ? checked((int)(Shape.Elements / Shape[1])) : FanIn;

    /// <summary>Whether an optimizer moves it.</summary>
    public bool Trainable => Role == ParameterRole.Parameter;
}
