using System.IO.MemoryMappedFiles;

namespace TorchBasics.Tests.Fuzz;

/// <summary>
/// Memory that two processes share: a worker writes there what it is about to read and how far it is, and whoever watches
/// it still finds that when the worker is dead.
/// </summary>
internal sealed unsafe class BlackBox : IDisposable
{
    private const int HeaderLength = 64;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long* _numbers;
    private readonly byte* _input;

    public BlackBox(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, mapName: null, HeaderLength + Mutator.MaximumLength);
        _view = _file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _numbers = (long*)start;
        _input = start + HeaderLength;
    }

    /// <summary>Inputs read so far.</summary>
    public long Count { get => Volatile.Read(ref _numbers[0]); set => Volatile.Write(ref _numbers[0], value); }

    /// <summary>Edges reached so far.</summary>
    public long Edges { get => _numbers[1]; set => _numbers[1] = value; }

    /// <summary>Inputs that were kept.</summary>
    public long Kept { get => _numbers[2]; set => _numbers[2] = value; }

    /// <summary>Kinds of findings.</summary>
    public long Findings { get => _numbers[3]; set => _numbers[3] = value; }

    /// <summary>The input that is being read, or was when the worker died.</summary>
    public byte[] Input
    {
        get => new ReadOnlySpan<byte>(_input, (int)_numbers[4]).ToArray();
        set
        {
            value.CopyTo(new Span<byte>(_input, Mutator.MaximumLength));
            _numbers[4] = value.Length;
        }
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
