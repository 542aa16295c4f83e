using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Cuda;

/// <summary>
/// Records what libtorch's operators do on a CUDA device into graphs. Whatever is recorded must ask nothing of the device,
/// draw no random numbers, and touch only tensors that outlive the graph or were made while it was recorded.
/// </summary>
/// <remarks>
/// Recording happens on a stream of our own, launching on libtorch's current one: a graph may be launched on any. So whatever
/// is computed between two launches (an evaluation, a copy to the host, another operator) is in order with them without
/// more ado. Not safe for use from several threads at once.
/// </remarks>
public sealed class CudaRecorder : IDisposable
{
    private readonly CudaDriver _driver;
    private readonly LibtorchCuda _libtorch;
    private readonly CudaContext _context;
    private readonly CudaStream _stream;
    private readonly int _device;

    internal CudaRecorder(CudaDriver driver, LibtorchCuda libtorch, int device)
    {
        (_driver, _libtorch, _device) = (driver, libtorch, device);
        _context = new CudaContext(driver, device);
        _stream = _context.Within(() => new CudaStream(driver));
    }

    /// <summary>Opens a recorder where there can be one.</summary>
    /// <param name="device">Number of the CUDA device.</param>
    /// <param name="refusal">Why there is none, in one sentence without a full stop; null where there is one.</param>
    /// <returns>The recorder; null where there is none.</returns>
    public static CudaRecorder? TryOpen(int device, out string? refusal)
    {
        try
        {
            refusal = null;
            return Open(device);
        }
        catch (TorchBasicsException error) when (error.Kind == ErrorKind.NativeRuntime)
        {
            refusal = error.Message;
            return null;
        }
    }

    /// <summary>
    /// Does work on the stream on which it will be recorded, so that libraries, handles and workspaces that are made at their
    /// first use on a stream are there. Waits for the device before and after.
    /// </summary>
    /// <param name="work">Calls operators of libtorch.</param>
    public void WarmUp(Action work)
    {
        _context.Synchronize();
        using (new StreamGuard(_libtorch, _stream, _device))
            work();
        _context.Synchronize();
    }

    /// <summary>Records work without doing it.</summary>
    /// <param name="work">Calls operators of libtorch.</param>
    /// <returns>The graph; it does the work when it is launched.</returns>
    /// <exception cref="TorchBasicsException">The work cannot be recorded, or the driver refuses.</exception>
    public CudaGraph Record(Action work)
    {
        _context.Synchronize();
        using var guard = new StreamGuard(_libtorch, _stream, _device);
        var memory = new LibtorchGraph(_libtorch);
        try
        {
            work();
            if (_stream.State != CaptureState.Active)
                throw new TorchBasicsException(
                    ErrorKind.NativeRuntime, "an operator did what cannot be part of a CUDA graph");
        }
        catch
        {
            _stream.AbandonCapture();
            memory.Abandon();
            throw;
        }

        try
        {
            var graph = memory.End();
            var executable = _context.Within(() => new CudaExecutable(_driver, graph));
            return new CudaGraph(_context, _libtorch, memory, executable, _device);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Gives the stream back; graphs must be disposed before.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        _context.Dispose();
    }

    private static CudaRecorder Open(int device) => new(CudaDriver.Open(), LibtorchCuda.Open(), device);
}
