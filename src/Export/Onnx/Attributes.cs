using TorchBasics.Core.Layers;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx;

/// <summary>Settings of nodes.</summary>
internal static class Attributes
{
    public static OnnxAttribute Integer(string name, long value) => new(name, OnnxAttributeType.Integer) { Integer = value };

    public static OnnxAttribute Float(string name, float value) => new(name, OnnxAttributeType.Float) { Float = value };

    public static OnnxAttribute Text(string name, string value) => new(name, OnnxAttributeType.Text) { Text = value };

    public static OnnxAttribute Size(string name, Size2d size) => Integers(name, size.Height, size.Width);

    /// <summary>ONNX lists the beginnings of all axes, then the ends.</summary>
    public static OnnxAttribute Pads(Size2d begin, Size2d end) =>
        Integers("pads", begin.Height, begin.Width, end.Height, end.Width);

    public static OnnxAttribute Integers(string name, params IReadOnlyList<long> values) =>
        new(name, OnnxAttributeType.Integers) { Integers = values };
}
