using TorchBasics.Bindings.Libraries;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Cuda;

/// <summary>
/// What recording needs of libtorch_cuda: the current stream, through the stable C interface
/// (torch/csrc/inductor/aoti_torch/c/shim.h), and at::cuda::CUDAGraph (ATen/cuda/CUDAGraph.h), which alone can ask libtorch
/// for memory that it hands to nobody else. The class has no C interface; its functions are found by their mangled names
/// (Itanium C++ ABI, 5.1), which hold the types of all arguments, so that a changed function is a missing one.
/// </summary>
internal sealed unsafe class LibtorchCuda
{
    private const int ThreadLocal = 1; // cudaStreamCaptureModeThreadLocal

    private readonly delegate* unmanaged<nint, int, nint*, int> _newStreamGuard;
    private readonly delegate* unmanaged<nint, int> _deleteStreamGuard;
    private readonly delegate* unmanaged<int, nint*, int> _currentStream;
    private readonly delegate* unmanaged<nint, byte, void> _construct;
    private readonly delegate* unmanaged<nint, ulong, ulong, int, void> _begin;
    private readonly delegate* unmanaged<nint, void> _end, _destruct;
    private readonly delegate* unmanaged<nint, nint> _graph;

    /// <summary>Finds every function before any is called.</summary>
    /// <param name="export">The address of a function by its name; null where libtorch lacks it.</param>
    /// <exception cref="TorchBasicsException">A function is missing.</exception>
    public LibtorchCuda(Func<string, nint?> export)
    {
        _newStreamGuard = (delegate* unmanaged<nint, int, nint*, int>)Find("aoti_torch_create_cuda_stream_guard");
        _deleteStreamGuard = (delegate* unmanaged<nint, int>)Find("aoti_torch_delete_cuda_stream_guard");
        _currentStream = (delegate* unmanaged<int, nint*, int>)Find("aoti_torch_get_current_cuda_stream");
        _construct = (delegate* unmanaged<nint, byte, void>)Find("_ZN2at4cuda9CUDAGraphC1Eb");
        _begin = (delegate* unmanaged<nint, ulong, ulong, int, void>)Find(
            "_ZN2at4cuda9CUDAGraph13capture_beginESt4pairIyyE21cudaStreamCaptureMode");
        _end = (delegate* unmanaged<nint, void>)Find("_ZN2at4cuda9CUDAGraph11capture_endEv");
        _graph = (delegate* unmanaged<nint, nint>)Find("_ZN2at4cuda9CUDAGraph14raw_cuda_graphEv");
        _destruct = (delegate* unmanaged<nint, void>)Find("_ZN2at4cuda9CUDAGraphD1Ev");

        nint Find(string name) => export(name) ?? throw new TorchBasicsException(
            ErrorKind.NativeRuntime, $"this libtorch lacks {name}");
    }

    /// <summary>Finds them in the libtorch of this process.</summary>
    /// <exception cref="TorchBasicsException">It computes on the CPU only, or lacks a function.</exception>
    public static LibtorchCuda Open()
    {
        if (!OperatingSystem.IsLinux())
            throw new TorchBasicsException(ErrorKind.NativeRuntime, "the functions of libtorch are known by name on Linux only");
        var library = NativeRuntime.Ensure(null).Entries.FirstOrDefault(entry => entry.Info.Name == LibraryLoader.Cuda)
            ?? throw new TorchBasicsException(ErrorKind.NativeRuntime, "this libtorch computes on the CPU only");
        return new LibtorchCuda(library.Handle.Export);
    }

    /// <summary>Makes a stream the one on which this thread's operators compute, until the guard is deleted.</summary>
    public nint NewStreamGuard(nint stream, int device)
    {
        nint guard;
        Check("aoti_torch_create_cuda_stream_guard", _newStreamGuard(stream, device, &guard));
        return guard;
    }

    /// <summary>Goes back to the stream before.</summary>
    /// <returns>Whether it went well.</returns>
    public bool DeleteStreamGuard(nint guard) => _deleteStreamGuard(guard) == 0;

    /// <summary>The stream on which this thread's operators compute.</summary>
    public nint CurrentStream(int device)
    {
        nint stream;
        Check("aoti_torch_get_current_cuda_stream", _currentStream(device, &stream));
        return stream;
    }

    /// <summary>Constructs an object in memory of the caller's; it keeps its graph for others to read.</summary>
    public void Construct(nint place) => _construct(place, 1);

    /// <summary>
    /// Begins to capture the current stream. From here on this stream's memory comes from a pool of the object's own.
    /// </summary>
    /// <remarks>
    /// The pair (0, 0), which asks for a new pool, is trivially copyable and travels in two registers (System V ABI, 3.2.3).
    /// Of the modes, thread-local lets other threads do as they please: backward passes run on threads of libtorch's own.
    /// </remarks>
    public void Begin(nint place) => _begin(place, 0, 0, ThreadLocal);

    /// <summary>Ends the capture; only where the stream's state is <see cref="CaptureState.Active"/>.</summary>
    public void End(nint place) => _end(place);

    /// <summary>The graph, which stays the object's.</summary>
    public nint Graph(nint place) => _graph(place);

    /// <summary>Gives graph and memory back.</summary>
    public void Destruct(nint place) => _destruct(place);

    private static void Check(string function, int code)
    {
        if (code != 0)
            throw new TorchBasicsException(ErrorKind.NativeRuntime, $"{function} of libtorch failed");
    }
}
