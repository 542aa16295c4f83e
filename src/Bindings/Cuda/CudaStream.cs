using System.Runtime.InteropServices;

namespace TorchBasics.Bindings.Cuda;

/// <summary>A stream of our own, which nobody else puts work on.</summary>
internal sealed class CudaStream : SafeHandle
{
    private readonly CudaDriver _driver;

    /// <summary>Makes a stream in the thread's context.</summary>
    public CudaStream(CudaDriver driver)
        : base(0, ownsHandle: true)
    {
        _driver = driver;
        SetHandle(driver.NewStream());
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Whether it is being captured.</summary>
    public CaptureState State => _driver.StateOf(handle);

    /// <summary>Ends a capture that failed.</summary>
    public void AbandonCapture() => _driver.AbandonCapture(handle);

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => _driver.DeleteStream(handle);
}
