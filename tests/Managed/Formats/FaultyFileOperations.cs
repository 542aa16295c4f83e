using TorchBasics.Formats;

namespace TorchBasics.Tests.Managed.Formats;

/// <summary>
/// The real file system, in which the operation with a given number fails, and every later one too if so wanted.
/// </summary>
internal sealed class FaultyFileOperations(int failing, bool forever) : IFileOperations
{
    private readonly FileOperations _real = FileOperations.Instance;

    /// <summary>The operations that were begun, in order.</summary>
    public List<string> Log { get; } = [];

    public bool IsPipeOrDevice(string path) => _real.IsPipeOrDevice(path);

    public FileIdentity? Identify(string path) => _real.Identify(path);

    public Stream Create(string path)
    {
        Count("create");
        return new FaultyStream(_real.Create(path), this);
    }

    public void KeepAccessRights(string old, string path)
    {
        Count("rights");
        _real.KeepAccessRights(old, path);
    }

    public void FlushToDisk(Stream stream)
    {
        Count("flush");
        _real.FlushToDisk(((FaultyStream)stream).Inner);
    }

    public void Rename(string from, string to)
    {
        Count("rename");
        _real.Rename(from, to);
    }

    public void FlushFolderToDisk(string folder)
    {
        Count("flush folder");
        _real.FlushFolderToDisk(folder);
    }

    public void TryDelete(string path) => _real.TryDelete(path);

    public void Count(string operation)
    {
        Log.Add(operation);
        if (Log.Count == failing || (forever && Log.Count > failing))
            throw new IOException($"operation {Log.Count} ({operation}) fails on purpose");
    }

    private sealed class FaultyStream(Stream inner, FaultyFileOperations operations) : Stream
    {
        public Stream Inner => inner;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override void Write(byte[] buffer, int offset, int count)
        {
            operations.Count("write");
            inner.Write(buffer, offset, count);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                operations.Count("close");
            }

            base.Dispose(disposing);
        }
    }
}
