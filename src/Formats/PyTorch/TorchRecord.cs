namespace TorchBasics.Formats.PyTorch;

/// <summary>The names of the records in an archive of torch.save, below its folder.</summary>
internal static class TorchRecord
{
    /// <summary>The pickle that describes the tensors.</summary>
    public const string Pickle = "data.pkl";

    /// <summary>"little" or "big"; since PyTorch 2.1.</summary>
    public const string ByteOrder = "byteorder";

    /// <summary>The version of the layout.</summary>
    public const string Version = "version";

    /// <summary>Numbers of tensors, one record for each storage.</summary>
    public const string DataFolder = "data/";

    /// <summary>Texts of our own.</summary>
    public const string ExtraFolder = "extra/";

    /// <summary>What only TorchScript has, and what PyTorch tells it by.</summary>
    public const string ScriptConstants = "constants.pkl";
}
