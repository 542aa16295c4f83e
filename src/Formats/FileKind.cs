namespace TorchBasics.Formats;

/// <summary>The forms in which files hold models.</summary>
public enum FileKind
{
    /// <summary>A graph of operators with its weights: Onnx/OnnxFile.</summary>
    Onnx,

    /// <summary>Named arrays behind a JSON header: SafeTensors/SafeTensorsFile.</summary>
    SafeTensors,

    /// <summary>A state_dict of torch.save: PyTorch/TorchFile.</summary>
    PyTorch,

    /// <summary>Arrays of numpy.savez: Npz/NpzFile.</summary>
    Npz,
}
