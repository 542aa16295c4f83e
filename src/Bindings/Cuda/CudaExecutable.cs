using System.Runtime.InteropServices;

namespace TorchBasics.Bindings.Cuda;

/// <summary>A graph that can be launched (CUgraphExec).</summary>
internal sealed class CudaExecutable : SafeHandle
{
    private readonly CudaDriver _driver;

    /// <summary>Makes it of a graph, in the thread's context; the graph may go afterwards.</summary>
    public CudaExecutable(CudaDriver driver, nint graph)
        : base(0, ownsHandle: true)
    {
        _driver = driver;
        SetHandle(driver.Instantiate(graph));
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Puts the work of the graph on a stream; 0 is the default stream of the thread's context.</summary>
    public void Launch(nint stream)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        _driver.Launch(handle, stream);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => _driver.DeleteExecutable(handle);
}
