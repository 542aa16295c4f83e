using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Zip;

namespace TorchBasics.Formats.Npz;

/// <summary>Writes arrays as entries of an archive, byte for byte as NumPy 1.23 and later write each of them.</summary>
internal sealed class NpyWriter
{
    private const int GrowthDigits = 21; // room in which NumPy can replace the first size by the largest one

    private readonly List<(NamedArray Array, byte[] Header)> _arrays;

    public NpyWriter(IEnumerable<NamedArray> arrays) => _arrays = [.. arrays.Select(array => (array, Describe(array)))];

    /// <summary>Writes the archive.</summary>
    public void WriteTo(Stream stream)
    {
        var zip = new ZipWriter(stream);
        foreach (var (array, header) in _arrays)
            zip.Add(array.Name + NpyFormat.Extension, header, array.Bytes.Span);
        zip.Complete();
    }

    private static byte[] Describe(NamedArray array)
    {
        if (array.Sizes.Count > NpyFormat.MaximumRank)
            throw new ArgumentException(
                $"{array.Name} has {array.Sizes.Count} axes; NumPy allows {NpyFormat.MaximumRank}.", nameof(array));
        var type = NpyFormat.NameOf(array.Type) ?? throw new TorchBasicsException(
            ErrorKind.Usage,
            $"{array.Name} holds {array.Type}, which NumPy does not have. "
            + $"Convert it to {ElementType.Float32}, or write another format.");
        var sizes = array.Sizes.Count == 1 ? $"({array.Sizes[0]},)" : $"({string.Join(", ", array.Sizes)})";
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {sizes}, }}";
        if (array.Sizes.Count > 0)
            text += new string(' ', GrowthDigits - array.Sizes[0].ToString(CultureInfo.InvariantCulture).Length);
        var start = NpyFormat.Magic.Length + 2 + sizeof(ushort);
        var padding = NpyFormat.Alignment - ((start + text.Length + 1) % NpyFormat.Alignment); // at least 1, as in NumPy
        byte[] header = [.. NpyFormat.Magic, 1, 0, 0, 0, .. Encoding.ASCII.GetBytes(text + new string(' ', padding) + '\n')];
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(start - sizeof(ushort)), (ushort)(header.Length - start));
        return header;
    }
}
