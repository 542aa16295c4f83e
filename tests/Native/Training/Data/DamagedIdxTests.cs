using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Training.Data;

public sealed class DamagedIdxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_gzip_cut_at_any_byte_is_refused()
    {
        var whole = IdxBytes.Gzip(IdxBytes.Of([4], [3, 1, 4, 1]));
        for (var length = 0; length < whole.Length; length++)
        {
            IdxBytes.WriteSet(
                _folder["cut"], compressed: true, (name, bytes) => name == "train-labels-idx1-ubyte" ? bytes[..length] : bytes);

            Refused(ErrorKind.Data, _folder["cut"]);
        }
    }

    [Fact]
    public void A_gzip_with_a_flipped_byte_is_refused()
    {
        IdxBytes.WriteSet(_folder["flipped"], compressed: true, (name, bytes) =>
        {
            if (name == "t10k-images-idx3-ubyte")
                bytes[^6] ^= 0x10; // in the checksum, so that only it can tell
            return bytes;
        });

        Refused(ErrorKind.Data, _folder["flipped"]);
    }

    [Fact]
    public void A_wrong_magic_number_is_refused()
    {
        IdxBytes.WriteSet(_folder["magic"], damage: (name, bytes) =>
        {
            bytes[0] = name == "train-images-idx3-ubyte" ? (byte)0x7f : bytes[0];
            return bytes;
        });

        var error = Refused(ErrorKind.Data, _folder["magic"]);

        Assert.Contains("train-images-idx3-ubyte, byte 0:", error.Message);
    }

    [Fact]
    public void Labels_in_place_of_images_are_refused()
    {
        IdxBytes.WriteSet(
            _folder["swapped"],
            damage: (name, bytes) => name == "train-images-idx3-ubyte" ? IdxBytes.Of([4], [0, 1, 2, 3]) : bytes);

        Refused(ErrorKind.Data, _folder["swapped"]);
    }

    [Fact]
    public void A_declared_size_above_the_file_s_is_refused_without_the_memory_for_it()
    {
        IdxBytes.WriteSet(
            _folder["huge"],
            damage: (name, bytes) => name == "train-images-idx3-ubyte" ? IdxBytes.Of([900_000, 28, 28], [1, 2, 3]) : bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refused(ErrorKind.Data, _folder["huge"]);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20); // 705 MB are declared
    }

    [Fact]
    public void Fewer_labels_than_images_are_refused_with_both_counts()
    {
        IdxBytes.WriteSet(
            _folder["fewer"], damage: (name, bytes) => name == "train-labels-idx1-ubyte" ? IdxBytes.Of([3], [1, 2, 3]) : bytes);

        var error = Refused(ErrorKind.Data, _folder["fewer"]);

        Assert.Contains("holds 4 images but", error.Message);
        Assert.Contains(" 3 labels;", error.Message);
    }

    [Fact]
    public void A_label_outside_the_classes_is_refused_with_file_index_and_value()
    {
        IdxBytes.WriteSet(
            _folder["label"], damage: (name, bytes) => name == "t10k-labels-idx1-ubyte" ? IdxBytes.Of([2], [1, 10]) : bytes);

        var error = Refused(ErrorKind.Data, _folder["label"]);

        Assert.StartsWith($"{_folder["label/t10k-labels-idx1-ubyte"]} gives image 1 the label 10;", error.Message);
    }

    [Theory]
    [InlineData(new[] { 0, 2, 3 })]
    [InlineData(new[] { 0, 0, 0 })]
    public void A_file_without_images_is_refused(int[] sizes)
    {
        IdxBytes.WriteSet(_folder["none"], damage: (name, bytes) => name switch
        {
            "train-images-idx3-ubyte" => IdxBytes.Of(sizes, []),
            "train-labels-idx1-ubyte" => IdxBytes.Of([0], []),
            _ => bytes,
        });

        Refused(ErrorKind.Data, _folder["none"]);
    }

    [Fact]
    public void Images_of_other_numbers_than_bytes_are_refused()
    {
        IdxBytes.WriteSet(_folder["ints"], damage: (name, bytes) =>
            name == "train-images-idx3-ubyte" ? IdxBytes.Of([4, 1, 1], new byte[16], type: 0x0c) : bytes);

        var error = Refused(ErrorKind.Data, _folder["ints"]);

        Assert.Contains("holds Int32; expected unsigned bytes", error.Message);
    }

    [Fact]
    public void Of_two_damaged_sets_the_training_set_is_complained_of()
    {
        IdxBytes.WriteSet(
            _folder["both"],
            compressed: true,
            (name, bytes) => name.EndsWith("images-idx3-ubyte", StringComparison.Ordinal) ? bytes[..^9] : bytes);

        for (var time = 0; time < 20; time++)
            Assert.StartsWith(_folder["both/train-images-idx3-ubyte.gz"], Refused(ErrorKind.Data, _folder["both"]).Message);
    }

    [Fact]
    public void Training_and_test_images_of_different_size_are_refused()
    {
        IdxBytes.WriteSet(
            _folder["sizes"],
            damage: (name, bytes) => name == "t10k-images-idx3-ubyte" ? IdxBytes.Of([2, 3, 2], new byte[12]) : bytes);

        var error = Refused(ErrorKind.Data, _folder["sizes"]);

        Assert.Contains("UInt8 [N, 1, 2, 3] and the test set UInt8 [N, 1, 3, 2]", error.Message);
    }

    private static TorchBasicsException Refused(ErrorKind kind, string nameOrPath)
    {
        var error = Assert.ThrowsAny<TorchBasicsException>(() => DataCatalog.Load(nameOrPath));
        Assert.Equal(kind, error.Kind);
        return error;
    }
}
