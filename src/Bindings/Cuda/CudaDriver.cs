using System.Runtime.InteropServices;
using TorchBasics.Bindings.Libraries;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Cuda;

/// <summary>
/// Functions of the CUDA driver (cuda.h), found in the library that the driver itself installs, so that nothing here depends
/// on it. Each returns 0 when it succeeded; whatever else becomes an exception with the driver's own name and text.
/// </summary>
internal sealed unsafe class CudaDriver
{
    private const uint NonBlocking = 1; // CU_STREAM_NON_BLOCKING
    private const int NotReady = 600; // CUDA_ERROR_NOT_READY
    private const ulong FreeOnLaunch = 1; // CUDA_GRAPH_INSTANTIATE_FLAG_AUTO_FREE_ON_LAUNCH, as libtorch itself has it

    // Stays open as long as the process lives, as libtorch has it.
    private static readonly Lazy<LibraryHandle?> Library = new(() => LibraryHandle.TryOpen(FileName));

    private readonly delegate* unmanaged<int, byte**, int> _errorName, _errorText;
    private readonly delegate* unmanaged<uint, int> _start;
    private readonly delegate* unmanaged<int*, int, int> _device;
    private readonly delegate* unmanaged<nint*, int, int> _retainContext;
    private readonly delegate* unmanaged<int, int> _releaseContext;
    private readonly delegate* unmanaged<nint, int> _enterContext;
    private readonly delegate* unmanaged<nint*, int> _leaveContext;
    private readonly delegate* unmanaged<int> _synchronize;
    private readonly delegate* unmanaged<nint*, uint, int> _newStream;
    private readonly delegate* unmanaged<nint, int> _deleteStream, _deleteGraph, _deleteExecutable;
    private readonly delegate* unmanaged<nint, int> _query;
    private readonly delegate* unmanaged<nint, int*, int> _captureState;
    private readonly delegate* unmanaged<nint, nint*, int> _endCapture;
    private readonly delegate* unmanaged<nint*, nint, ulong, int> _instantiate;
    private readonly delegate* unmanaged<nint, nint, int> _launch;

    /// <summary>Finds every function before any is called, and starts the driver.</summary>
    /// <param name="export">The address of a function by its name; null where the driver lacks it.</param>
    /// <exception cref="TorchBasicsException">A function is missing, or the driver does not start.</exception>
    public CudaDriver(Func<string, nint?> export)
    {
        _errorName = (delegate* unmanaged<int, byte**, int>)Find("cuGetErrorName");
        _errorText = (delegate* unmanaged<int, byte**, int>)Find("cuGetErrorString");
        _start = (delegate* unmanaged<uint, int>)Find("cuInit");
        _device = (delegate* unmanaged<int*, int, int>)Find("cuDeviceGet");
        _retainContext = (delegate* unmanaged<nint*, int, int>)Find("cuDevicePrimaryCtxRetain");
        _releaseContext = (delegate* unmanaged<int, int>)Find("cuDevicePrimaryCtxRelease_v2");
        _enterContext = (delegate* unmanaged<nint, int>)Find("cuCtxPushCurrent_v2");
        _leaveContext = (delegate* unmanaged<nint*, int>)Find("cuCtxPopCurrent_v2");
        _synchronize = (delegate* unmanaged<int>)Find("cuCtxSynchronize");
        _newStream = (delegate* unmanaged<nint*, uint, int>)Find("cuStreamCreate");
        _deleteStream = (delegate* unmanaged<nint, int>)Find("cuStreamDestroy_v2");
        _query = (delegate* unmanaged<nint, int>)Find("cuStreamQuery");
        _captureState = (delegate* unmanaged<nint, int*, int>)Find("cuStreamIsCapturing");
        _endCapture = (delegate* unmanaged<nint, nint*, int>)Find("cuStreamEndCapture");
        _deleteGraph = (delegate* unmanaged<nint, int>)Find("cuGraphDestroy");
        _instantiate = (delegate* unmanaged<nint*, nint, ulong, int>)Find("cuGraphInstantiateWithFlags");
        _launch = (delegate* unmanaged<nint, nint, int>)Find("cuGraphLaunch");
        _deleteExecutable = (delegate* unmanaged<nint, int>)Find("cuGraphExecDestroy");
        Check("cuInit", _start(0));

        nint Find(string name) => export(name) ?? throw new TorchBasicsException(
            ErrorKind.NativeRuntime, $"the NVIDIA driver lacks {name}; a driver for CUDA 11.4 or later has it");
    }

    /// <summary>What the driver is called.</summary>
    public static string FileName => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>Opens the driver of this machine.</summary>
    /// <exception cref="TorchBasicsException">There is none, or it is too old.</exception>
    public static CudaDriver Open()
    {
        var library = Library.Value ?? throw new TorchBasicsException(
            ErrorKind.NativeRuntime, $"the NVIDIA driver ({FileName}) is not installed");
        return new CudaDriver(name => library.Export(name));
    }

    /// <summary>The driver's handle of a device, counted as CUDA_VISIBLE_DEVICES has it.</summary>
    public int Device(int index)
    {
        int device;
        Check("cuDeviceGet", _device(&device, index));
        return device;
    }

    /// <summary>The context of a device that libtorch uses, too.</summary>
    public nint RetainContext(int device)
    {
        nint context;
        Check("cuDevicePrimaryCtxRetain", _retainContext(&context, device));
        return context;
    }

    /// <summary>Gives the context back.</summary>
    /// <returns>Whether it went well.</returns>
    public bool ReleaseContext(int device) => _releaseContext(device) == 0;

    /// <summary>Makes a context this thread's own.</summary>
    public void EnterContext(nint context) => Check("cuCtxPushCurrent", _enterContext(context));

    /// <summary>Goes back to the context before.</summary>
    public void LeaveContext()
    {
        nint left;
        Check("cuCtxPopCurrent", _leaveContext(&left));
    }

    /// <summary>Waits for all work of this thread's context.</summary>
    public void Synchronize() => Check("cuCtxSynchronize", _synchronize());

    /// <summary>A stream that neither waits for the default stream nor makes it wait.</summary>
    public nint NewStream()
    {
        nint stream;
        Check("cuStreamCreate", _newStream(&stream, NonBlocking));
        return stream;
    }

    /// <summary>Deletes a stream.</summary>
    /// <returns>Whether it went well.</returns>
    public bool DeleteStream(nint stream) => _deleteStream(stream) == 0;

    /// <summary>Whether everything on a stream is done; whatever went wrong in it comes out here.</summary>
    public bool IsIdle(nint stream)
    {
        var code = _query(stream);
        if (code != NotReady)
            Check("cuStreamQuery", code);
        return code != NotReady;
    }

    /// <summary>Whether a stream is being captured.</summary>
    public CaptureState StateOf(nint stream)
    {
        int state;
        Check("cuStreamIsCapturing", _captureState(stream, &state));
        return (CaptureState)state;
    }

    /// <summary>Ends a capture that failed and drops what there is of it; says nothing of why, which was said before.</summary>
    public void AbandonCapture(nint stream)
    {
        nint graph = 0;
        _ = _endCapture(stream, &graph);
        if (graph != 0)
            _ = _deleteGraph(graph);
    }

    /// <summary>Makes a graph ready to be launched; the graph may go afterwards.</summary>
    public nint Instantiate(nint graph)
    {
        nint executable;
        Check("cuGraphInstantiateWithFlags", _instantiate(&executable, graph, FreeOnLaunch));
        return executable;
    }

    /// <summary>Puts the work of a graph on a stream; waits for nothing.</summary>
    public void Launch(nint executable, nint stream) => Check("cuGraphLaunch", _launch(executable, stream));

    /// <summary>Deletes what <see cref="Instantiate"/> made.</summary>
    /// <returns>Whether it went well.</returns>
    public bool DeleteExecutable(nint executable) => _deleteExecutable(executable) == 0;

    private void Check(string function, int code)
    {
        if (code == 0)
            return;
        byte* name = null, text = null;
        _ = _errorName(code, &name);
        _ = _errorText(code, &text);
        throw new TorchBasicsException(
            ErrorKind.NativeRuntime,
            $"{function} failed: {Marshal.PtrToStringUTF8((nint)name) ?? $"error {code}"} "
            + $"({Marshal.PtrToStringUTF8((nint)text) ?? "the driver does not say why"})");
    }
}
