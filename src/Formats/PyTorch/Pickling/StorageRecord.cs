namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>A record of the archive with the numbers of one or more tensors.</summary>
/// <param name="key">Its name below the folder of the data.</param>
/// <param name="bytes">Its content.</param>
internal sealed class StorageRecord(string key, ReadOnlyMemory<byte> bytes)
{
    /// <summary>Its name below the folder of the data.</summary>
    public string Key => key;

    /// <summary>Its content.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>The storage that was made of it, once one was.</summary>
    public PickleStorage? Storage { get; set; }
}
