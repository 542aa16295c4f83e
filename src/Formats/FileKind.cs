namespace TorchBasics.Formats;

/// <summary>The forms in which files hold models, to be read and to be written.</summary>
public enum FileKind
{
    /// <summary>ONNX: weights and everything that is computed with them.</summary>
    Onnx,

    /// <summary>
    /// safetensors; with the description of the network in its metadata, the form in which TorchBasics keeps models.
    /// </summary>
    SafeTensors,

    /// <summary>A state_dict as torch.save writes it, from here with the description of the network beside it.</summary>
    PyTorch,

    /// <summary>Arrays as numpy.savez writes them.</summary>
    Npz,
}
