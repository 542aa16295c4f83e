namespace TorchBasics.Export;

/// <summary>The file formats that a network can be written to.</summary>
public enum ExportFormat
{
    /// <summary>ONNX: weights and everything that is computed with them.</summary>
    Onnx,

    /// <summary>safetensors with the description of the network in its metadata: the form in which TorchBasics keeps models.</summary>
    SafeTensors,

    /// <summary>A state_dict as torch.save writes it, with the description of the network beside it.</summary>
    PyTorch,

    /// <summary>Arrays as numpy.savez writes them.</summary>
    Npz,
}
