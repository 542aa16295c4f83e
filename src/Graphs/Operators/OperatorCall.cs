using System.Globalization;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Graphs.Operators;

/// <summary>
/// One node about to run. It remembers which attributes were asked for, so that one that nobody knows is reported and
/// not passed over.
/// </summary>
internal sealed class OperatorCall(OnnxNode node, long version, long limit)
{
    private readonly HashSet<string> _known = [];

    /// <summary>The node.</summary>
    public OnnxNode Node => node;

    /// <summary>Version of the operator set that the model means.</summary>
    public long Version => version;

    /// <summary>How many elements a result may have.</summary>
    public long Limit => limit;

    /// <summary>How many outputs the node names.</summary>
    public int Outputs => node.Outputs.Count;

    /// <summary>Whether the node sets an attribute.</summary>
    public bool Has(string name) => node.Find(name) is not null;

    /// <summary>Whether an output is asked for.</summary>
    public bool Wants(int output) => output < node.Outputs.Count && node.Outputs[output].Length > 0;

    /// <summary>An attribute that has no influence on the result.</summary>
    public void Ignore(string name) => _known.Add(name);

    /// <summary>A whole number.</summary>
    public long Integer(string name, long otherwise) => Find(name, OnnxAttributeType.Integer)?.Integer ?? otherwise;

    /// <summary>A whole number that means yes or no.</summary>
    public bool Flag(string name, bool otherwise = false) => Integer(name, otherwise ? 1 : 0) switch
    {
        0 => false,
        1 => true,
        var other => throw Unsupported($"attribute {name} = {other}"),
    };

    /// <summary>A list of whole numbers, or null.</summary>
    public IReadOnlyList<long>? Integers(string name) => Find(name, OnnxAttributeType.Integers)?.Integers;

    /// <summary>
    /// A number. The format stores a binary32; who wrote 0.95 and computed the expected results with it meant 0.95, the
    /// shortest decimal that gives the stored number, and 1 - 0.95 has another value in binary32.
    /// </summary>
    public double Float(string name, double otherwise) =>
        Find(name, OnnxAttributeType.Float) is { } attribute
            ? double.Parse($"{attribute.Float:R}", CultureInfo.InvariantCulture)
            : otherwise;

    /// <summary>Text.</summary>
    public string Text(string name, string otherwise) => Find(name, OnnxAttributeType.Text)?.Text ?? otherwise;

    /// <summary>Any attribute, or null.</summary>
    public OnnxAttribute? Find(string name)
    {
        _known.Add(name);
        return node.Find(name);
    }

    /// <summary>A whole number that fits into 32 bits and is not smaller than a limit.</summary>
    public int Small(string name, long value, int minimum) =>
        value >= minimum && value <= int.MaxValue
            ? (int)value
            : throw Broken($"{name} holds {value}; expected {minimum} to {int.MaxValue}");

    /// <summary>An axis of an array, counted from the end where it is negative.</summary>
    /// <param name="axis">The number in the model.</param>
    /// <param name="rank">Axes of the array.</param>
    /// <param name="limit">The largest axis that makes sense.</param>
    public int Axis(long axis, int rank, int limit)
    {
        var counted = axis < 0 ? axis + rank : axis;
        return counted >= 0 && counted <= limit ? (int)counted : throw Broken($"the axis is {axis}; the array has {rank} axes");
    }

    /// <summary>Reports an attribute that nobody asked for.</summary>
    public void CheckAttributes()
    {
        if (node.Attributes.FirstOrDefault(attribute => !_known.Contains(attribute.Name)) is { } attribute)
            throw Unsupported($"attribute {attribute.Name}");
    }

    /// <summary>Something of the operator is not supported.</summary>
    public UnsupportedException Unsupported(string what) => new($"{node.Operator}: {what}");

    /// <summary>The node contradicts itself or its inputs.</summary>
    public TorchBasicsException Broken(string what) => new(ErrorKind.Data, $"{node.Operator}: {what}.");

    private OnnxAttribute? Find(string name, OnnxAttributeType type)
    {
        var attribute = Find(name);
        return attribute is null || attribute.Type == type
            ? attribute
            : throw Broken($"the attribute {name} is of the type {attribute.Type}; expected {type}");
    }
}
