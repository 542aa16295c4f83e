using System.Runtime.InteropServices;

namespace TorchBasics.Bindings.Cuda;

/// <summary>
/// An at::cuda::CUDAGraph: the graph of a capture and the memory that its work lies in.
/// </summary>
/// <remarks>
/// Why it is needed: a graph holds addresses. libtorch takes a tensor's memory back as soon as the tensor goes, which is
/// before the graph is ever launched, and would hand it to the next tensor, or return it to the driver when memory runs
/// short. Between capture_begin and capture_end it takes the stream's memory from a pool of this object's own instead, and
/// from that pool nothing goes to anybody else until the object is destructed. Within the graph memory is shared
/// as usual, in the order of the stream. No function of the stable C interface does that.
/// <para>
/// Its functions report errors as C++ exceptions, which no P/Invoke survives. They are called only where nothing is left to
/// throw: the stream is not the default one and captures nothing yet (begin), the driver says that the capture is whole
/// (end), and the graph is kept (graph). What may fail, such as instantiating and launching, goes through the driver.
/// </para>
/// </remarks>
internal sealed unsafe class LibtorchGraph : SafeHandle
{
    // Far more than the class has in any version; its constructor fills what it needs.
    private const nuint Room = 4096;

    private readonly LibtorchCuda _libtorch;
    private bool _isAbandoned;

    /// <summary>Begins to capture the current stream.</summary>
    public LibtorchGraph(LibtorchCuda libtorch)
        : base(0, ownsHandle: true)
    {
        _libtorch = libtorch;
        SetHandle((nint)NativeMemory.AllocZeroed(Room));
        libtorch.Construct(handle);
        libtorch.Begin(handle);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Ends the capture.</summary>
    /// <returns>The graph, which stays this object's.</returns>
    public nint End()
    {
        _libtorch.End(handle);
        return _libtorch.Graph(handle);
    }

    /// <summary>
    /// Lets go of a capture that failed. libtorch goes on asking the object whether an allocation is its own, since only
    /// capture_end, which would throw, ends that: the few bytes are never freed.
    /// </summary>
    public void Abandon()
    {
        _isAbandoned = true;
        Dispose();
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        if (_isAbandoned)
            return true;
        _libtorch.Destruct(handle);
        NativeMemory.Free((void*)handle);
        return true;
    }
}
