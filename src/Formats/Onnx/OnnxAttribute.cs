using System.Diagnostics.CodeAnalysis;
using TorchBasics.Core;

namespace TorchBasics.Formats.Onnx;

/// <summary>One setting of a node.</summary>
/// <param name="Name">Its name, such as "strides".</param>
/// <param name="Type">Which of the values below is meant.</param>
[SuppressMessage("Naming", "CA1711", Justification = "The format's own word for it.")]
public sealed record OnnxAttribute(string Name, OnnxAttributeType Type)
{
    /// <summary>The value of the type <see cref="OnnxAttributeType.Float"/>.</summary>
    public float Float { get; init; }

    /// <summary>The value of the type <see cref="OnnxAttributeType.Integer"/>.</summary>
    public long Integer { get; init; }

    /// <summary>The value of the type <see cref="OnnxAttributeType.Text"/>.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The value of the type <see cref="OnnxAttributeType.Tensor"/>; null for the others.</summary>
    public NamedArray? Tensor { get; init; }

    /// <summary>The value of the type <see cref="OnnxAttributeType.Floats"/>.</summary>
    public IReadOnlyList<float> Floats { get; init; } = [];

    /// <summary>The value of the type <see cref="OnnxAttributeType.Integers"/>.</summary>
    public IReadOnlyList<long> Integers { get; init; } = [];

    /// <summary>The value of the type <see cref="OnnxAttributeType.Texts"/>.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];
}
