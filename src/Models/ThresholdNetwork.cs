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
    private static readonly Dictionary<string, (Architecture Description, float[][] Values)> Known = new[]
    {
        (Neuron("threshold-and"), (float[][])[[0.5f, 0.5f], [-0.8f]]),
        (Neuron("threshold-or"), [[0.5f, 0.5f], [-0.3f]]),
        (Neuron("threshold-nand"), [[-0.5f, -0.5f], [0.8f]]),
        (Lifted("threshold-xor"), [[1, 1], [-1.5f], [1, 1, -2], [-0.5f]]),
    }.ToDictionary(network => network.Item1.Name);

    private ThresholdNetwork(string name)
        : base(Known[name].Description) => Load(WeightsOf(name));

    /// <summary>x1 AND x2.</summary>
    /// <returns>step(0.5 x1 + 0.5 x2 - 0.8).</returns>
    public static ThresholdNetwork And() => new("threshold-and");

    /// <summary>x1 OR x2.</summary>
    /// <returns>step(0.5 x1 + 0.5 x2 - 0.3).</returns>
    public static ThresholdNetwork Or() => new("threshold-or");

    /// <summary>NOT (x1 AND x2).</summary>
    /// <returns>step(-0.5 x1 - 0.5 x2 + 0.8).</returns>
    public static ThresholdNetwork Nand() => new("threshold-nand");

    /// <summary>x1 XOR x2.</summary>
    /// <returns>h = step(x1 + x2 - 1.5); y = step(x1 + x2 - 2 h - 0.5).</returns>
    public static ThresholdNetwork Xor() => new("threshold-xor");

    /// <summary>The weights of one of these networks.</summary>
    /// <param name="name">Its name, such as "threshold-xor".</param>
    /// <returns>The arrays, in the order of its description.</returns>
    internal static IReadOnlyList<NamedArray> WeightsOf(string name)
    {
        var (description, values) = Known[name];
        return [.. description.Parameters.Zip(values, (parameter, numbers) => NamedArray.Of<float>(parameter.Name, [.. parameter.Spec.Shape.Select(size => (long)size)], numbers))];
    }

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
