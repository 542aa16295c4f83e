using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Engines;
using TorchBasics.Graphs.Operators;

namespace TorchBasics.Graphs.Evaluation;

/// <summary>
/// Computes nodes whose inputs are all constants: bytes are moved as they are, numbers computed in their own type.
/// </summary>
/// <remarks>What one folder takes and gives is limited, so that a small file cannot ask for much memory or time.</remarks>
public sealed class ConstantFolder
{
    private readonly OnnxModel _model;
    private readonly ArrayOperators _engine = new();
    private readonly long _mostBytes;
    private long _left;

    /// <summary>Prepares for a model.</summary>
    /// <param name="model">The model that says which operators its nodes mean.</param>
    /// <param name="mostBytes">How many bytes all inputs and results together may have.</param>
    public ConstantFolder(OnnxModel model, long mostBytes) => (_model, _mostBytes, _left) = (model, mostBytes, mostBytes);

    /// <summary>Computes a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">An array for each of its inputs; null for one left out.</param>
    /// <returns>An array for each output that the node names.</returns>
    /// <exception cref="TorchBasicsException">
    /// The node contradicts its inputs, is not supported, or is too large: kind Data.
    /// </exception>
    public IReadOnlyList<NamedArray> Fold(OnnxNode node, IReadOnlyList<NamedArray?> inputs)
    {
        try
        {
            foreach (var input in inputs)
                Charge(node, input?.Bytes.Length ?? 0);
            // the largest elements have so many bytes
            var table = new OperatorTable<NamedArray>(_engine, limit: _left / sizeof(long));
            table.Check(node);
            var results = table.Run(_model, node, [.. inputs]);
            return [.. node.Outputs.Select((name, i) => Named(node, name, i < results.Length ? results[i] : null))];
        }
        catch (UnsupportedException error)
        {
            throw new TorchBasicsException(
                ErrorKind.Data, $"A constant cannot be computed: {error.Message} is not supported.", error);
        }
    }

    private NamedArray Named(OnnxNode node, string name, NamedArray? result)
    {
        if (result is null)
            throw new UnsupportedException($"{node.Operator}: the output '{name}'");
        Charge(node, result.Bytes.Length);
        return new NamedArray(name, result.Type, result.Sizes, result.Bytes);
    }

    private void Charge(OnnxNode node, int bytes)
    {
        _left -= bytes;
        if (_left < 0)
            throw new TorchBasicsException(
                ErrorKind.Data, $"{node.Operator}: the constants that the graph computes have more than {_mostBytes} bytes.");
    }
}
