using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Bindings.Stable;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Aten;

/// <summary>
/// A loop whose parts run on libtorch's own threads: as many as torch.set_num_threads says, the caller's being one of them,
/// so that they never compete with those of libtorch's operators. Where libtorch does not offer them, the loop runs on the
/// caller's thread. A run allocates nothing.
/// </summary>
/// <remarks>Within a part, another loop or operator runs on that part's thread alone.</remarks>
public sealed unsafe class ParallelFor : IDisposable
{
    private readonly Action<long, long> _body;
    private readonly bool _native;
    private GCHandle _self;
    private Exception? _failure;
    private int _running;

    /// <summary>Prepares the loop.</summary>
    /// <param name="body">
    /// Computes the indices from its first argument up to, but without, its second. It is called from several threads at
    /// once, each time with other indices.
    /// </param>
    public ParallelFor(Action<long, long> body)
        : this(body, NativeRuntime.StableInterface)
    {
    }

    internal ParallelFor(Action<long, long> body, StableInterface offered)
    {
        ArgumentNullException.ThrowIfNull(body);
        (_body, _native) = (body, offered.HasParallelFor);
        _self = GCHandle.Alloc(this);
    }

    /// <summary>Runs the body over the indices from 0 to count - 1, each once, and waits for the last part.</summary>
    /// <param name="count">The number of indices, at least 0; the body is not called for none.</param>
    /// <param name="grain">
    /// At least 1. The indices are divided evenly among the threads, but among no more threads than there are grains: not
    /// more indices than this make one part, on the caller's thread.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    /// <exception cref="InvalidOperationException">
    /// The loop is running already: on another thread, or within its own body.
    /// </exception>
    /// <remarks>
    /// An exception of the body is thrown here after all parts have ended; if several parts threw, one of them.
    /// </remarks>
    public void Run(long count, long grain = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(grain, 1);
        ObjectDisposedException.ThrowIf(!_self.IsAllocated, this);
        if (Interlocked.Exchange(ref _running, 1) != 0)
            throw new InvalidOperationException(
                "A parallel loop was started while it was running; make one for each thread that runs it.");
        try
        {
            Start(count, grain);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    /// <summary>Lets go of the body.</summary>
    /// <exception cref="InvalidOperationException">The loop is running.</exception>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _running, 1) != 0)
            throw new InvalidOperationException("A parallel loop was disposed while it was running.");
        if (_self.IsAllocated)
            _self.Free();
        Volatile.Write(ref _running, 0);
    }

    private void Start(long count, long grain)
    {
        if (count == 0)
            return;
        if (!_native || count <= grain)
        {
            _body(0, count);
            return;
        }

        var code = StableFunctions.ParallelFor(0, count, grain, &Part, GCHandle.ToIntPtr(_self));
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        if (code != 0)
            throw new TorchBasicsException(
                ErrorKind.NativeRuntime, $"torch_parallel_for failed with code {code}; its reason is on the error stream.");
    }

    /// <summary>No exception may leave this: the caller is native code.</summary>
    [UnmanagedCallersOnly]
    private static void Part(long begin, long end, nint context)
    {
        var loop = (ParallelFor)GCHandle.FromIntPtr(context).Target!;
        try
        {
            loop._body(begin, end);
        }
#pragma warning disable CA1031 // whatever it is, it is thrown again on the caller's thread
        catch (Exception error)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref loop._failure, error, null);
        }
    }
}
