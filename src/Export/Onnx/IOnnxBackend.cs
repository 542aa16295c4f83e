using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Export.Onnx;

/// <summary>Another program that runs ONNX files in single precision, for a second opinion on what was written.</summary>
public interface IOnnxBackend
{
    /// <summary>What reports call it, with its version.</summary>
    /// <exception cref="TorchBasicsException">It cannot be loaded: kind NativeRuntime.</exception>
    string Name { get; }

    /// <summary>How far its sigmoid may be off beyond the rounding of the formula 1 / (1 + exp(-x)); at least 0.</summary>
    double SigmoidError { get; }

    /// <summary>Runs a file.</summary>
    /// <param name="file">The whole content.</param>
    /// <param name="inputs">What the graph's only input takes, one after the other.</param>
    /// <returns>The graph's first output for each of them.</returns>
    /// <exception cref="TorchBasicsException">
    /// It refuses the file: kind Data; or what it is to run on: kind Usage. It cannot be loaded: kind NativeRuntime.
    /// </exception>
    IReadOnlyList<NamedArray> Run(ReadOnlyMemory<byte> file, IEnumerable<NamedArray> inputs);
}
