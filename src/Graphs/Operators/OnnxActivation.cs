using TorchBasics.Core.Layers;

namespace TorchBasics.Graphs.Operators;

/// <summary>ONNX's operators that are functions of single elements.</summary>
/// <remarks>Source: ONNX Operators.md; the defaults are those of the attributes.</remarks>
public static class OnnxActivation
{
    /// <summary>Makes an activation of the attributes of a node.</summary>
    /// <param name="number">A number by its name, and what it is where it is left out.</param>
    /// <param name="text">A text, likewise.</param>
    /// <returns>The activation; null where a text is not known.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of the range that is described.</exception>
    public delegate Activation? Read(Func<string, double, double> number, Func<string, string, string> text);

    /// <summary>What makes an activation of a node, by the operator's name.</summary>
    public static IReadOnlyDictionary<string, Read> All { get; } = new Dictionary<string, Read>
    {
        ["Elu"] = (number, _) => new Elu(number("alpha", 1)),
        ["Gelu"] = (_, text) => text("approximate", "none") switch { "none" => new Gelu(), "tanh" => new GeluTanh(), _ => null },
        ["LeakyRelu"] = (number, _) => new LeakyRelu(number("alpha", 0.01)),
        ["Relu"] = (_, _) => new Relu(),
        ["Sigmoid"] = (_, _) => new Sigmoid(),
        ["Tanh"] = (_, _) => new Tanh(),
    };
}
