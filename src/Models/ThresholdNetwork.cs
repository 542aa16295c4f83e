using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Models;

/// <summary>
/// Networks of step neurons with weights found by thought, not by learning: the truth tables of AND, OR, NAND and XOR.
/// </summary>
/// <remarks>
/// Input  [N, 2], each 0 or 1.
/// Output [N, 1], 0 or 1.
/// AND has weights 0.5, 0.5 and bias -0.8. XOR has a hidden neuron that fires above 1.5, that is on (1, 1) only, and an
/// output neuron that sees the two inputs and minus twice the hidden one and fires above 0.5: no single neuron can do
/// it (Minsky and Papert 1969).
/// </remarks>
public sealed class ThresholdNetwork : Network
{
    private ThresholdNetwork(Architecture architecture, params ReadOnlySpan<float[]> values)
        : base(architecture)
    {
        var arrays = new List<NamedArray>();
        foreach (var (name, spec) in architecture.Parameters)
            arrays.Add(NamedArray.Of<float>(name, [.. spec.Shape.Select(size => (long)size)], values[arrays.Count]));
        Load(arrays);
    }

    /// <summary>x1 AND x2.</summary>
    /// <returns>step(0.5 x1 + 0.5 x2 - 0.8).</returns>
    public static ThresholdNetwork And() => new(Neuron("threshold-and"), [0.5f, 0.5f], [-0.8f]);

    /// <summary>x1 OR x2.</summary>
    /// <returns>step(0.5 x1 + 0.5 x2 - 0.3).</returns>
    public static ThresholdNetwork Or() => new(Neuron("threshold-or"), [0.5f, 0.5f], [-0.3f]);

    /// <summary>NOT (x1 AND x2).</summary>
    /// <returns>step(-0.5 x1 - 0.5 x2 + 0.8).</returns>
    public static ThresholdNetwork Nand() => new(Neuron("threshold-nand"), [-0.5f, -0.5f], [0.8f]);

    /// <summary>x1 XOR x2.</summary>
    /// <returns>h = step(x1 + x2 - 1.5); y = step(x1 + x2 - 2 h - 0.5).</returns>
    public static ThresholdNetwork Xor() => new(Lifted("threshold-xor"), [1, 1], [-1.5f], [1, 1, -2], [-0.5f]);

    /// <summary>One neuron on two inputs: 3 parameters.</summary>
    /// <param name="name">Name of the network.</param>
    /// <returns>The description.</returns>
    public static Architecture Neuron(string name) => new(name, [2],
        new Linear("neuron", 2, 1),     // [N, 1]
        new Step());                    // [N, 1] 0 or 1

    /// <summary>Two neurons, the second of which sees the inputs and the first: 7 parameters.</summary>
    /// <param name="name">Name of the network.</param>
    /// <returns>The description.</returns>
    public static Architecture Lifted(string name) => new(name, [2],
        new Lift(new Linear("hidden", 2, 1), new Step()),   // [N, 3] x1, x2, h
        new Linear("output", 3, 1),                         // [N, 1]
        new Step());                                        // [N, 1] 0 or 1
}
