using System.Diagnostics;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Formats.Kinds;
using TorchBasics.Formats.Npz;
using TorchBasics.Formats.PyTorch;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Tests.Managed.Formats.PyTorch;
using TorchBasics.Tests.Managed.Formats.Zip;

namespace TorchBasics.Tests.Managed.Formats;

public sealed class FileKindsTests : IDisposable
{
    private static readonly NamedArray[] Arrays = [NamedArray.Of<float>("w", [1], [1f])];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_known_by_its_content()
    {
        Assert.Equal(FileKind.SafeTensors, Detect(SafeTensorsFile.ToBytes(Arrays)));
        Assert.Equal(FileKind.SafeTensors, Detect(SafeTensorsFile.ToBytes([])));
        Assert.Equal(FileKind.PyTorch, Detect(TorchFile.ToBytes("m", Arrays)));
        Assert.Equal(FileKind.PyTorch, Detect(TorchFile.ToBytes("m", [])));
        Assert.Equal(FileKind.Npz, Detect(NpzFile.ToBytes(Arrays)));
        Assert.Equal(FileKind.Npz, Detect(NpzFile.ToBytes([])));
        Assert.Equal(FileKind.Onnx, Detect(Onnx.Proto.Everything));
        Assert.Equal(FileKind.Onnx, Detect([0x08, 8, 0x12, 1, (byte)'x', 0x28, 0, .. Onnx.Proto.Everything[..10]]));
    }

    // A header of 640 bytes begins as a pickle does, 80 02.
    [Fact]
    public void A_safetensors_file_is_not_taken_for_a_pickle() =>
        Assert.Equal(FileKind.SafeTensors, Detect([0x80, 2, 0, 0, 0, 0, 0, 0, (byte)'{', .. new byte[639]]));

    [Fact]
    public void A_truncated_archive_is_known_by_its_first_entry()
    {
        Assert.Equal(FileKind.PyTorch, Detect(TorchFile.ToBytes("m", Arrays)[..^1]));
        Assert.Equal(FileKind.Npz, Detect(NpzFile.ToBytes(Arrays)[..^1]));
    }

    [Fact]
    public void What_is_not_read_is_named_with_what_to_do()
    {
        AssertRefused([], "is empty");
        AssertRefused([0x1F, 0x8B, 8, 0], "is compressed with gzip. Unpack it first.");
        AssertRefused("BZh9"u8.ToArray(), "is compressed. Unpack it first.");
        AssertRefused([0xFD, .. "7zXZ"u8, 0], "is compressed. Unpack it first.");
        AssertRefused([0x89, .. "HDF\r\n"u8, 0x1A, (byte)'\n'], "is an HDF5 file");
        AssertRefused([0x93, .. "NUMPY"u8, 1, 0], "Write it with a name: numpy.savez(path, weight=array).");
        AssertRefused(
            [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E], "before PyTorch 1.6");
        AssertRefused([0x80, 4, 0x95], "is a bare Python pickle");
        AssertRefused([.. new byte[257], .. "ustar"u8, .. new byte[250]], "is a tar archive");
        AssertRefused("GGUF\x3\0\0\0"u8.ToArray(), "is a GGUF file");
        AssertRefused("version https://git-lfs.github.com/spec/v1"u8.ToArray(), "git lfs pull");
        AssertRefused("<html></html>"u8.ToArray(), "is a web page");
        AssertRefused([0x08, 8], "is none of the kinds");
        AssertRefused([0x08, 1, 0x12, 5, 0x3A], "is none of the kinds");
        AssertRefused([0x09, 1, 2, 3, 4, 5, 6, 7, 8, 0x3A, 0], "is none of the kinds");
        AssertRefused([0x08, .. Enumerable.Repeat((byte)0xFF, 20)], "is none of the kinds");
        AssertRefused([.. Enumerable.Repeat((byte)0x08, 4000)], "is none of the kinds");
        AssertRefused("hello"u8.ToArray(), "is none of the kinds that are read: Onnx, SafeTensors, PyTorch, Npz. "
            + "Export the network to ONNX, or save its weights alone");
        AssertRefused(TorchBytes.Records(("data.pkl", []), ("constants.pkl", [])), "is a TorchScript program");
        AssertRefused(
            ZipArchive.Of(("word/document.xml", "")).ToBytes(),
            "is a zip archive, but neither of torch.save nor of numpy.savez.");
        AssertRefused(
            ZipArchive.Of(("word/document.xml", "")).ToBytes()[..^1],
            "is a zip archive, but neither of torch.save nor of numpy.savez.");
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_explained()
    {
        Assert.Contains(
            "it does not exist",
            Assert.Throws<TorchBasicsException>(() => FileKinds.Detect(_folder.File("none"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "it is a folder",
            Assert.Throws<TorchBasicsException>(() => FileKinds.Detect(_folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_pipe_that_nobody_writes_to_is_refused_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Named pipes are files on Unix only");
        var pipe = _folder.File("pipe");
        using (var made = Process.Start("mkfifo", pipe))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);

        var refusal = Task.Run(
            () => Assert.Throws<TorchBasicsException>(() => FileKinds.Detect(pipe)), TestContext.Current.CancellationToken);

        var error = await refusal.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Contains("it is a pipe or a device", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_that_may_only_be_read_is_said_to_be_empty()
    {
        var path = _folder.File("file");
        File.WriteAllBytes(path, []);
        File.SetAttributes(path, FileAttributes.ReadOnly);

        Assert.Contains(
            "is empty", Assert.Throws<TorchBasicsException>(() => FileKinds.Detect(path)).Message, StringComparison.Ordinal);
    }

    // Whatever the directory claims: an answer or a refusal.
    [Fact]
    public void No_directory_does_harm()
    {
        foreach (var (size, offset) in (ReadOnlySpan<(ulong, ulong)>)[(0, 0), (uint.MaxValue, 0), (uint.MaxValue, uint.MaxValue),
            (1, uint.MaxValue), (80, 3)])
        {
            var archive = new ZipArchive { ChangeEnd = end => (end.Size, end.Offset) = (size, offset) }
                .Add(("m/data.pkl", "")).ToBytes();
            try
            {
                Detect(archive);
            }
            catch (TorchBasicsException error)
            {
                Assert.Equal(ErrorKind.Data, error.Kind);
            }
        }
    }

    private FileKind Detect(byte[] bytes)
    {
        var path = _folder.File("file");
        File.WriteAllBytes(path, bytes);
        return FileKinds.Detect(path);
    }

    private void AssertRefused(byte[] bytes, string reason)
    {
        var error = Assert.Throws<TorchBasicsException>(() => Detect(bytes));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.StartsWith(_folder.File("file") + " is ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
