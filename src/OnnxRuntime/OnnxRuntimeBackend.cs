using TorchBasics.Core;
using TorchBasics.Export.Onnx;

namespace TorchBasics.OnnxRuntime;

/// <summary>Lets an export ask ONNX Runtime, which rewrites the graph as it does for everyone who does not forbid it.</summary>
public sealed class OnnxRuntimeBackend : IOnnxBackend
{
    /// <inheritdoc/>
    public string Name => $"ONNX Runtime {OnnxRuntimeModel.Version}";

    /// <inheritdoc/>
    public double SigmoidError => OnnxRuntimeModel.SigmoidError;

    /// <inheritdoc/>
    public IReadOnlyList<NamedArray> Run(ReadOnlyMemory<byte> file, IEnumerable<NamedArray> inputs)
    {
        using var model = new OnnxRuntimeModel(file);
        return [.. inputs.Select(input => model.Run(input)[0])];
    }
}
