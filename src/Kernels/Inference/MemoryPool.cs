namespace TorchBasics.Kernels.Inference;

/// <summary>
/// The memory of calls that are over, for those to come: a stack without locks, so that the memory used last, which is
/// still in a cache, is used next. It grows to the largest number of calls at once.
/// </summary>
/// <param name="sampleFloats">Floats for single samples.</param>
/// <param name="outputs">Numbers of a result.</param>
internal sealed class MemoryPool(long sampleFloats, int outputs) : IDisposable
{
    private const long NoOne = uint.MaxValue;

    private readonly Lock _growing = new();
    private PredictorMemory[] _all = [];

    // Low half: the first idle one. High half: a count of changes, so that a thread that was held up between reading a
    // link and taking its owner sees that the stack is another one.
    private long _head = NoOne;

    /// <summary>How much there is, in use or not.</summary>
    public int Count => Volatile.Read(ref _all).Length;

    /// <summary>Takes memory that nobody else uses; makes some where all is in use.</summary>
    public PredictorMemory Take()
    {
        while (true)
        {
            var head = Volatile.Read(ref _head);
            var index = (int)head;
            if (index < 0)
                return Grow();
            var memory = Volatile.Read(ref _all)[index];
            if (Interlocked.CompareExchange(ref _head, Changed(head, memory.Next), head) == head)
                return memory;
        }
    }

    /// <summary>Gives memory back.</summary>
    public void Return(PredictorMemory memory)
    {
        long head;
        do
        {
            head = Volatile.Read(ref _head);
            memory.Next = (int)head;
        }
        while (Interlocked.CompareExchange(ref _head, Changed(head, memory.Index), head) != head);
    }

    /// <summary>Frees all memory; nobody may be using any.</summary>
    public void Dispose()
    {
        foreach (var memory in _all)
            memory.Dispose();
    }

    private PredictorMemory Grow()
    {
        lock (_growing)
        {
            var memory = new PredictorMemory(sampleFloats, outputs, _all.Length);
            Volatile.Write(ref _all, [.. _all, memory]);
            return memory;
        }
    }

    private static long Changed(long head, int first) => ((head >>> 32) + 1) << 32 | (uint)first;
}
