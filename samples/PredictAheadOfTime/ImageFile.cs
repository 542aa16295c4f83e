using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Idx;
using TorchBasics.Formats.Npz;

namespace PredictAheadOfTime;

/// <summary>Reads images that are bytes, 0 to 255, one behind the other.</summary>
internal static class ImageFile
{
    /// <summary>Reads an IDX file, as MNIST's are, or what numpy.savez writes for one array.</summary>
    /// <param name="path">The file; NumPy's is told by its ending, .npz.</param>
    /// <param name="architecture">The network that shall see the images.</param>
    /// <returns>The pixels [N, ...], and N.</returns>
    /// <exception cref="TorchBasicsException">
    /// The file cannot be read, or its images are not what the network takes: kind Data.
    /// </exception>
    public static (ReadOnlyMemory<byte> Pixels, int Count) Read(string path, Architecture architecture)
    {
        var arrays = path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) ? NpzFile.Read(path) : [IdxFile.Read(path)];
        return arrays is [{ Type: ElementType.UInt8, Sizes: [var count, ..] } images]
            && Math.DivRem(images.Count, architecture.Input.Elements) == (count, 0)
            ? (images.Bytes, (int)count)
            : throw new TorchBasicsException(
                ErrorKind.Data,
                $"{path} holds {string.Join(", ", arrays)}; {architecture.Name} takes one array UInt8 {architecture.Input}.");
    }
}
