using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Cuda;

/// <summary>Recorded work of libtorch's operators, to be done again as often as wanted by one call.</summary>
public sealed class CudaGraph : IDisposable
{
    private readonly CudaContext _context;
    private readonly LibtorchCuda _libtorch;
    private readonly LibtorchGraph _memory;
    private readonly CudaExecutable _executable;
    private readonly int _device;

    internal CudaGraph(
        CudaContext context, LibtorchCuda libtorch, LibtorchGraph memory, CudaExecutable executable, int device) =>
        (_context, _libtorch, _memory, _executable, _device) = (context, libtorch, memory, executable, device);

    /// <summary>
    /// Puts the work on libtorch's current stream, behind all that is there; waits for nothing. It reads and writes the same
    /// memory as when it was recorded.
    /// </summary>
    /// <exception cref="TorchBasicsException">The driver refuses, or earlier work on the device failed.</exception>
    public void Launch() => _context.Launch(_executable, _libtorch.CurrentStream(_device));

    /// <summary>Gives graph and memory back, once the device has done all that was launched.</summary>
    public void Dispose()
    {
        if (_executable.IsClosed)
            return;
        try
        {
            _context.Synchronize();
        }
        catch (TorchBasicsException)
        {
            // A device that failed does nothing any more; whoever launched on it was told.
        }

        _executable.Dispose();
        _memory.Dispose();
    }
}
