using System.Runtime.InteropServices;

namespace TorchBasics.Bindings.Cuda;

/// <summary>The primary context of a device, which libtorch uses, too.</summary>
internal sealed class CudaContext : SafeHandle
{
    private readonly CudaDriver _driver;
    private readonly int _device;

    /// <summary>Takes a share in the context.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="index">Number of the device.</param>
    public CudaContext(CudaDriver driver, int index)
        : base(0, ownsHandle: true)
    {
        (_driver, _device) = (driver, driver.Device(index));
        SetHandle(driver.RetainContext(_device));
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Runs something with the context as this thread's own; afterwards it has the one before.</summary>
    public T Within<T>(Func<T> work)
    {
        _driver.EnterContext(handle);
        try
        {
            return work();
        }
        finally
        {
            _driver.LeaveContext();
        }
    }

    /// <summary>Waits for all work on the device.</summary>
    public void Synchronize() => Within(() =>
    {
        _driver.Synchronize();
        return true;
    });

    /// <summary>Puts the work of a graph on a stream.</summary>
    /// <remarks>The default stream is that of the thread's context, which need not be this one.</remarks>
    public void Launch(CudaExecutable executable, nint stream)
    {
        _driver.EnterContext(handle);
        try
        {
            executable.Launch(stream);
        }
        finally
        {
            _driver.LeaveContext();
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => _driver.ReleaseContext(_device);
}
