using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Cuda;

/// <summary>The stream on which the operators of this thread compute on a CUDA device.</summary>
public sealed class LibtorchOrder : IStreamOrder
{
    private readonly CudaDriver _driver;
    private readonly LibtorchCuda _libtorch;
    private readonly CudaContext _context;
    private readonly int _device;

    internal LibtorchOrder(CudaDriver driver, LibtorchCuda libtorch, int device)
    {
        (_driver, _libtorch, _device) = (driver, libtorch, device);
        _context = new CudaContext(driver, device);
    }

    /// <inheritdoc/>
    public nint Handle => _libtorch.CurrentStream(_device);

    /// <inheritdoc/>
    public bool IsIdle => Within(() => _driver.IsIdle(Handle));

    /// <summary>Finds the stream of a device.</summary>
    /// <param name="device">Number of the CUDA device.</param>
    /// <exception cref="TorchBasicsException">
    /// Kind <see cref="ErrorKind.NativeRuntime"/>: there is no driver, or no libtorch for CUDA, or a function is missing.
    /// </exception>
    public static LibtorchOrder Open(int device) => new(CudaDriver.Open(), LibtorchCuda.Open(), device);

    /// <inheritdoc/>
    public T Within<T>(Func<T> work) => _context.Within(work);

    /// <inheritdoc/>
    public void Dispose() => _context.Dispose();
}
