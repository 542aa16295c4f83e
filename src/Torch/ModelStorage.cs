using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Export;
using TorchBasics.Formats.Kinds;
using TorchBasics.Formats.Models;
using TorchBasics.Kernels.Inference;

namespace TorchBasics.Torch;

/// <summary>Saves, loads, exports and uses models in one line; none of it needs libtorch.</summary>
public static class ModelStorage
{
    extension(Model model)
    {
        /// <summary>Reads a model from any file that holds one: safetensors, ONNX, PyTorch, npz.</summary>
        /// <param name="path">The file; its content tells what it is, not its name.</param>
        /// <returns>The model.</returns>
        /// <exception cref="TorchBasicsException">The file is missing, damaged, or holds no network that is known.</exception>
        public static Model Load(string path) => ModelImport.Read(path).Model;

        /// <summary>Writes a model with all that is known of it, whole or not at all.</summary>
        /// <param name="path">The file, a .safetensors.</param>
        /// <exception cref="TorchBasicsException">A weight is not finite, or the file cannot be written.</exception>
        public void Save(string path) => ModelFile.Write(path, model);

        /// <summary>Writes a model for other programs, and proves by reading it back that the file computes the same.</summary>
        /// <param name="path">The file; its ending says what is written: .onnx, .safetensors, .pt, .pth or .npz.</param>
        /// <param name="options">How; null for the defaults.</param>
        /// <returns>What was written and what was compared.</returns>
        /// <exception cref="TorchBasicsException">
        /// The ending is none of these, a layer has no faithful expression in the format, or the file cannot be written or does
        /// not compute the same. Nothing has changed on the disk then.
        /// </exception>
        public ExportReport Export(string path, ExportOptions? options = null) =>
            ModelExport.Write(model, path, FileKindName.OfEnding(path) ?? throw Unknown(path), options);

        /// <summary>Takes a snapshot that predicts, on any number of threads and without libtorch.</summary>
        /// <returns>The snapshot, which is the caller's.</returns>
        /// <exception cref="TorchBasicsException">A layer has no kernel, or an array is too large: kind Usage.</exception>
        public Predictor ToPredictor() => new(model);
    }

    private static TorchBasicsException Unknown(string path) => new(
        ErrorKind.Usage,
        $"The ending of {path} does not say what to write; expected one of {string.Join(", ", FileKindName.AllEndings)}.");
}
