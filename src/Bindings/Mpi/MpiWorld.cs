using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Mpi;

/// <summary>All processes that were started together, of which this is one.</summary>
/// <remarks>
/// Any thread may call; calls wait for each other, as the library is promised. Nothing here waits for a peer except
/// <see cref="Dispose"/>, and that only so long.
/// </remarks>
public sealed unsafe partial class MpiWorld : IDisposable
{
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(2);

    private readonly MpiFunctions _functions;
    private readonly MpiConstants _constants;
    private readonly MpiThread _thread;
    private readonly nint _world;
    private readonly Lock _gate = new();
    private bool _isOver;

    private MpiWorld(MpiLibrary library, MpiThread thread)
    {
        _functions = library.Functions;
        _constants = library.Constants;
        _thread = thread;
        // Errors are to come back as codes. A communicator of our own keeps our messages apart from anybody else's.
        Check("MPI_Comm_set_errhandler", null, _functions.SetErrorHandler(_constants.World, _constants.ErrorsReturn));
        nint world = 0;
        Check("MPI_Comm_dup", null, _functions.Duplicate(_constants.World, &world));
        _world = world;
        Check("MPI_Comm_set_errhandler", null, _functions.SetErrorHandler(world, _constants.ErrorsReturn));
        int rank, size;
        Check("MPI_Comm_rank", null, _functions.Rank(world, &rank));
        Check("MPI_Comm_size", null, _functions.Size(world, &size));
        (Rank, Size, Host) = (rank, size, _functions.HostName());
    }

    /// <summary>The number of this process, from 0.</summary>
    public int Rank { get; }

    /// <summary>How many processes there are.</summary>
    public int Size { get; }

    /// <summary>The machine this process runs on, as MPI names it.</summary>
    public string Host { get; }

    /// <summary>
    /// How long <see cref="Dispose"/> waits for the others to end, too: many processes on few processors need seconds, and
    /// where one ends without, MPICH kills the others.
    /// </summary>
    public TimeSpan EndLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How much one call of the library takes, whose counts are ints.</summary>
    internal nint PieceBytes { get; set; } = 1 << 30;

    /// <summary>Begins to send bytes.</summary>
    /// <param name="data">They must stay, unchanged, until the request is done.</param>
    /// <param name="bytes">How many; none is a message, too.</param>
    /// <param name="peer">To whom.</param>
    /// <param name="tag">What the receiver must ask for; at most 32,767.</param>
    /// <exception cref="MpiException">The library refuses.</exception>
    public MpiRequest Send(void* data, nint bytes, int peer, int tag) => Begin(data, bytes, peer, tag, isReceiving: false);

    /// <summary>Begins to receive bytes.</summary>
    /// <param name="data">Where they go; must stay until the request is done.</param>
    /// <param name="bytes">How many will come: exactly.</param>
    /// <param name="peer">From whom.</param>
    /// <param name="tag">What the sender gave.</param>
    /// <exception cref="MpiException">The library refuses.</exception>
    public MpiRequest Receive(void* data, nint bytes, int peer, int tag) => Begin(data, bytes, peer, tag, isReceiving: true);

    /// <summary>Whether a message is through: sent data may be changed, received data read. Never waits.</summary>
    /// <exception cref="MpiException">The message failed; asked again, it is done.</exception>
    public bool IsDone(ref MpiRequest request)
    {
        if (request.Next == request.Count)
            return true;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            while (request.Next < request.Count)
            {
                if (!IsPieceDone(ref request))
                    return false;
                request.Next++;
            }
        }

        End(ref request);
        return true;
    }

    /// <summary>Ends all processes at once, this one included.</summary>
    /// <param name="exitCode">What this process, and as a rule the launcher, exits with.</param>
    public void Abort(int exitCode)
    {
        // Another thread may be inside the library for ever; so may this call. It takes no lock and is not waited for long.
        var thread = new Thread(() => _ = _functions.Abort(_constants.World, exitCode)) { IsBackground = true };
        thread.Start();
        _ = thread.Join(AbortLimit);
        Exit(exitCode);
    }

    /// <summary>
    /// Ends MPI, for which all processes wait for each other: at most <see cref="EndLimit"/> here. After that the process may
    /// end without.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isOver)
                return;
            _isOver = true;
        }

        _ = _thread.End(EndLimit);
    }

    /// <summary>Starts the library.</summary>
    /// <exception cref="TorchBasicsException">It does not start, or knows nothing of the others.</exception>
    internal static MpiWorld Start(MpiLibrary library, MpiLaunch? launch)
    {
        var thread = MpiThread.Start(library);
        var world = new MpiWorld(library, thread);
        if (launch is null || (launch.Size > 0 ? launch.Size == world.Size : launch.Rank < world.Size))
            return world;
        world.Dispose();
        throw new TorchBasicsException(ErrorKind.NativeRuntime,
            $"This process was started by {launch.Description}, but {library.Name} ({library.Path}) counts {world.Size}: "
            + $"the library is not the launcher's. Set {MpiSearch.Variable} to the library that is.");
    }

    private MpiRequest Begin(void* data, nint bytes, int peer, int tag, bool isReceiving)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var request = new MpiRequest
        {
            Left = bytes,
            Peer = peer,
            IsReceiving = isReceiving,
            Count = (int)Math.Max(1, (bytes + PieceBytes - 1) / PieceBytes),
        };
        // All pieces at once: messages keep their order, and those of two large ones must not alternate.
        if (request.Count > 1)
            request.Pieces = (nint*)NativeMemory.AllocZeroed((nuint)request.Count, (nuint)sizeof(nint));
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            for (var piece = 0; piece < request.Count; piece++)
            {
                nint handle = 0;
                var start = (byte*)data + (piece * PieceBytes);
                var length = (int)Math.Min(bytes - (piece * PieceBytes), PieceBytes);
                var call = isReceiving ? _functions.Receive : _functions.Send;
                var code = call(start, length, _constants.Bytes, peer, tag, _world, &handle);
                if (code != MpiConstants.Success)
                    Fail(ref request, isReceiving ? "MPI_Irecv" : "MPI_Isend", _functions.TextOf(code));
                if (request.Count > 1)
                    request.Pieces[piece] = handle;
                else
                    request.Handle = handle;
            }
        }

        return request;
    }

    private bool IsPieceDone(ref MpiRequest request)
    {
        var status = stackalloc byte[MpiConstants.StatusBytes];
        var done = 0;
        var handle = request.Count > 1 ? request.Pieces[request.Next] : request.Handle;
        var code = _functions.Test(&handle, &done, status);
        if (request.Count > 1)
            request.Pieces[request.Next] = handle;
        else
            request.Handle = handle;
        if (code != MpiConstants.Success)
            Fail(ref request, "MPI_Test", _functions.TextOf(code));
        if (done == 0)
            return false;
        if (!request.IsReceiving)
            return true;
        int count;
        code = _functions.CountOf(status, _constants.Bytes, &count);
        if (code != MpiConstants.Success)
            Fail(ref request, "MPI_Get_count", _functions.TextOf(code));
        var expected = (int)Math.Min(request.Left, PieceBytes);
        if (count != expected)
            Fail(ref request, "MPI_Irecv", $"{count} bytes came where {expected} were expected");
        request.Left -= count;
        return true;
    }

    private static void Fail(ref MpiRequest request, string call, string reason)
    {
        var peer = request.Peer;
        End(ref request);
        throw new MpiException(call, peer, reason);
    }

    private static void End(ref MpiRequest request)
    {
        NativeMemory.Free(request.Pieces);
        request = default;
    }

    private void Check(string call, int? peer, int code)
    {
        if (code != MpiConstants.Success)
            throw new MpiException(call, peer, _functions.TextOf(code));
    }

    private static void Exit(int exitCode)
    {
        if (OperatingSystem.IsWindows())
            Environment.Exit(exitCode);
        ExitNow(exitCode);
        throw new UnreachableException();
    }

    // Without the functions that run at an exit, which may wait for what hangs.
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int exitCode);
}
