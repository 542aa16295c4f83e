using TorchBasics.Core.Layers;

namespace TorchBasics.Core.Catalog;

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
public static class ThresholdNetwork
{
    /// <summary>x1 AND x2 = step(0.5 x1 + 0.5 x2 - 0.8).</summary>
    public static Model And { get; } = With(Neuron("threshold-and"), [0.5f, 0.5f], [-0.8f]);

    /// <summary>x1 OR x2 = step(0.5 x1 + 0.5 x2 - 0.3).</summary>
    public static Model Or { get; } = With(Neuron("threshold-or"), [0.5f, 0.5f], [-0.3f]);

    /// <summary>NOT (x1 AND x2) = step(-0.5 x1 - 0.5 x2 + 0.8).</summary>
    public static Model Nand { get; } = With(Neuron("threshold-nand"), [-0.5f, -0.5f], [0.8f]);

    /// <summary>x1 XOR x2 = step(x1 + x2 - 2 h - 0.5) with h = step(x1 + x2 - 1.5).</summary>
    public static Model Xor { get; } = With(Lifted("threshold-xor"), [1, 1], [-1.5f], [1, 1, -2], [-0.5f]);

    // One neuron on two inputs: 3 parameters.
    private static Architecture Neuron(string name) => new(name, [2],
        new Linear("neuron", 2, 1),     // [N, 1]
        new Step());                    // [N, 1] 0 or 1

    // Two neurons, the second of which sees the inputs and the first: 7 parameters.
    private static Architecture Lifted(string name) => new(name, [2],
        new Lift(new Linear("hidden", 2, 1), new Step()),   // [N, 3] x1, x2, h
        new Linear("output", 3, 1),                         // [N, 1]
        new Step());                                        // [N, 1] 0 or 1

    private static Model With(Architecture architecture, params float[][] values) =>
        new(architecture, [.. architecture.Parameters.Zip(
            values, (parameter, numbers) => NamedArray.Of<float>(
                parameter.Name, [.. parameter.Spec.Shape.Select(size => (long)size)], numbers))]);
}
