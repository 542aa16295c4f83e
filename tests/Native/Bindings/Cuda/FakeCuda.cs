using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchBasics.Tests.Native.Bindings.Cuda;

/// <summary>
/// Functions of the CUDA driver and of libtorch_cuda that only write down that they were called, each test on its own thread.
/// </summary>
internal static unsafe class FakeCuda
{
    private const int Refused = 719;
    private const int NotReady = 600;

    [ThreadStatic]
    private static List<string>? _calls;

    [ThreadStatic]
    private static string? _refuses;

    [ThreadStatic]
    private static int _state;

    [ThreadStatic]
    private static int _pending;

    /// <summary>What was called since <see cref="Begin"/>, with the handles it was given.</summary>
    public static List<string> Calls => _calls ??= [];

    /// <summary>Forgets all calls.</summary>
    /// <param name="refuses">A function that fails; null for none.</param>
    /// <param name="isInvalidated">Whether the driver says that a capture has failed.</param>
    /// <param name="pending">How many questions a stream is not idle for.</param>
    public static void Begin(string? refuses = null, bool isInvalidated = false, int pending = 0)
    {
        Calls.Clear();
        (_refuses, _state, _pending) = (refuses, isInvalidated ? 2 : 1, pending);
    }

    /// <summary>The address of a function; null where neither library has it.</summary>
    public static nint? Export(string name) => name switch
    {
        "cuGetErrorName" => (nint)(delegate* unmanaged<int, byte**, int>)&ErrorName,
        "cuGetErrorString" => (nint)(delegate* unmanaged<int, byte**, int>)&ErrorText,
        "cuInit" => (nint)(delegate* unmanaged<uint, int>)&Init,
        "cuDeviceGet" => (nint)(delegate* unmanaged<int*, int, int>)&Device,
        "cuDevicePrimaryCtxRetain" => (nint)(delegate* unmanaged<nint*, int, int>)&Retain,
        "cuDevicePrimaryCtxRelease_v2" => (nint)(delegate* unmanaged<int, int>)&Release,
        "cuCtxPushCurrent_v2" => (nint)(delegate* unmanaged<nint, int>)&Push,
        "cuCtxPopCurrent_v2" => (nint)(delegate* unmanaged<nint*, int>)&Pop,
        "cuCtxSynchronize" => (nint)(delegate* unmanaged<int>)&Synchronize,
        "cuStreamCreate" => (nint)(delegate* unmanaged<nint*, uint, int>)&NewStream,
        "cuStreamDestroy_v2" => (nint)(delegate* unmanaged<nint, int>)&DeleteStream,
        "cuStreamQuery" => (nint)(delegate* unmanaged<nint, int>)&Query,
        "cuStreamIsCapturing" => (nint)(delegate* unmanaged<nint, int*, int>)&State,
        "cuStreamEndCapture" => (nint)(delegate* unmanaged<nint, nint*, int>)&EndCapture,
        "cuGraphDestroy" => (nint)(delegate* unmanaged<nint, int>)&DeleteGraph,
        "cuGraphInstantiateWithFlags" => (nint)(delegate* unmanaged<nint*, nint, ulong, int>)&Instantiate,
        "cuGraphLaunch" => (nint)(delegate* unmanaged<nint, nint, int>)&Launch,
        "cuGraphExecDestroy" => (nint)(delegate* unmanaged<nint, int>)&DeleteExecutable,
        "aoti_torch_create_cuda_stream_guard" => (nint)(delegate* unmanaged<nint, int, nint*, int>)&NewGuard,
        "aoti_torch_delete_cuda_stream_guard" => (nint)(delegate* unmanaged<nint, int>)&DeleteGuard,
        "aoti_torch_get_current_cuda_stream" => (nint)(delegate* unmanaged<int, nint*, int>)&CurrentStream,
        "_ZN2at4cuda9CUDAGraphC1Eb" => (nint)(delegate* unmanaged<nint, byte, void>)&Construct,
        "_ZN2at4cuda9CUDAGraph13capture_beginESt4pairIyyE21cudaStreamCaptureMode" =>
            (nint)(delegate* unmanaged<nint, ulong, ulong, int, void>)&CaptureBegin,
        "_ZN2at4cuda9CUDAGraph11capture_endEv" => (nint)(delegate* unmanaged<nint, void>)&CaptureEnd,
        "_ZN2at4cuda9CUDAGraph14raw_cuda_graphEv" => (nint)(delegate* unmanaged<nint, nint>)&Graph,
        "_ZN2at4cuda9CUDAGraphD1Ev" => (nint)(delegate* unmanaged<nint, void>)&Destruct,
        _ => null,
    };

    private static int Note(string call, [CallerMemberName] string function = "")
    {
        Calls.Add(call);
        return _refuses == function ? Refused : 0;
    }

    private static int Give(nint* place, nint handle, string call, [CallerMemberName] string function = "")
    {
        var code = Note(call, function);
        *place = code == 0 ? handle : 0;
        return code;
    }

    private static int Say(byte** place, ReadOnlySpan<byte> literal)
    {
        *place = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal)); // a literal does not move
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int ErrorName(int code, byte** name) => Say(name, "CUDA_ERROR_LAUNCH_FAILED\0"u8);

    [UnmanagedCallersOnly]
    private static int ErrorText(int code, byte** text) => Say(text, "unspecified launch failure\0"u8);

    [UnmanagedCallersOnly]
    private static int Init(uint flags) => Note("start");

    [UnmanagedCallersOnly]
    private static int Device(int* device, int index)
    {
        *device = 30 + index;
        return Note($"device {index}");
    }

    [UnmanagedCallersOnly]
    private static int Retain(nint* context, int device) => Give(context, 4, $"retain the context of {device}");

    [UnmanagedCallersOnly]
    private static int Release(int device) => Note($"release the context of {device}");

    [UnmanagedCallersOnly]
    private static int Push(nint context) => Note($"enter {context}");

    [UnmanagedCallersOnly]
    private static int Pop(nint* context) => Give(context, 4, "leave");

    [UnmanagedCallersOnly]
    private static int Synchronize() => Note("wait");

    [UnmanagedCallersOnly]
    private static int NewStream(nint* stream, uint flags) => Give(stream, 5, $"new stream, flags {flags}");

    [UnmanagedCallersOnly]
    private static int DeleteStream(nint stream) => Note($"delete stream {stream}");

    [UnmanagedCallersOnly]
    private static int Query(nint stream)
    {
        var code = Note($"query {stream}");
        return code == 0 && _pending-- > 0 ? NotReady : code;
    }

    [UnmanagedCallersOnly]
    private static int State(nint stream, int* state)
    {
        *state = _state;
        return Note($"state of {stream}");
    }

    [UnmanagedCallersOnly]
    private static int EndCapture(nint stream, nint* graph) => Give(graph, 0, $"abandon the capture of {stream}");

    [UnmanagedCallersOnly]
    private static int DeleteGraph(nint graph) => Note($"delete graph {graph}");

    [UnmanagedCallersOnly]
    private static int Instantiate(nint* executable, nint graph, ulong flags) => Give(executable, 8, $"instantiate {graph}");

    [UnmanagedCallersOnly]
    private static int Launch(nint executable, nint stream) => Note($"launch {executable} on {stream}");

    [UnmanagedCallersOnly]
    private static int DeleteExecutable(nint executable) => Note($"delete executable {executable}");

    [UnmanagedCallersOnly]
    private static int NewGuard(nint stream, int device, nint* guard) =>
        Give(guard, 6, $"use stream {stream} of device {device}");

    [UnmanagedCallersOnly]
    private static int DeleteGuard(nint guard) => Note("use the stream before");

    [UnmanagedCallersOnly]
    private static int CurrentStream(int device, nint* stream) => Give(stream, 9, "current stream");

    [UnmanagedCallersOnly]
    private static void Construct(nint place, byte keeps) => Note($"construct, keeps its graph: {keeps}");

    [UnmanagedCallersOnly]
    private static void CaptureBegin(nint place, ulong first, ulong second, int mode) =>
        Note($"begin, pool ({first}, {second}), mode {mode}");

    [UnmanagedCallersOnly]
    private static void CaptureEnd(nint place) => Note("end");

    [UnmanagedCallersOnly]
    private static nint Graph(nint place) => 7;

    [UnmanagedCallersOnly]
    private static void Destruct(nint place) => Note("destruct");
}
