using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchSharp.Modules;

namespace TorchBasics.TorchExport;

/// <summary>
/// Writes TorchSharp modules to files that other programs read, proven as those of <see cref="ModelExport"/> are.
/// </summary>
public static class ModuleExport
{
    /// <summary>Writes a TorchSharp module that somebody else wrote.</summary>
    /// <param name="module">The module, in single precision on the CPU; its mode is put back.</param>
    /// <param name="input">Shape of one sample, such as [1, 28, 28].</param>
    /// <param name="path">The file; the network is called as it is, without the ending.</param>
    /// <param name="format">What to write.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>What was written and what was compared.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="TorchBasicsException">
    /// A submodule is not supported (the message names it), or as for a network.
    /// </exception>
    /// <exception cref="ShapeException">A layer cannot take what the one before it returns.</exception>
    public static ExportReport Write(
        Sequential module, Shape input, string path, FileKind format = FileKind.Onnx, ExportOptions? options = null)
    {
        NativeRuntime.Load();
        var model = SequentialReader.Read(module, input, Path.GetFileNameWithoutExtension(path));
        return ModelExport.Write(model, new ModuleOriginal(module, model.Architecture.Output), path, format, options);
    }
}
