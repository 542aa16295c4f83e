using System.Text;

namespace TorchBasics.Bindings.Mpi;

/// <summary>
/// The functions of MPI that are used, found in an open library. Each returns <see cref="MpiConstants.Success"/> when it
/// succeeded.
/// </summary>
/// <remarks>
/// Handles are written as wide as a pointer. Where a family's are ints, the callee reads the lower half of the register; one
/// that it writes fills the lower half of a place that was zero (all supported processors are little-endian).
/// </remarks>
internal sealed unsafe class MpiFunctions
{
    /// <summary>MPI_Get_library_version(text, length): may be called before MPI_Init.</summary>
    public readonly delegate* unmanaged<byte*, int*, int> LibraryVersion;

    /// <summary>MPI_Init_thread(argc, argv, required, provided).</summary>
    public readonly delegate* unmanaged<nint, nint, int, int*, int> Start;

    /// <summary>MPI_Finalize().</summary>
    public readonly delegate* unmanaged<int> Finish;

    /// <summary>MPI_Abort(communicator, exit code).</summary>
    public readonly delegate* unmanaged<nint, int, int> Abort;

    /// <summary>MPI_Comm_set_errhandler(communicator, handler).</summary>
    public readonly delegate* unmanaged<nint, nint, int> SetErrorHandler;

    /// <summary>MPI_Comm_dup(communicator, copy).</summary>
    public readonly delegate* unmanaged<nint, nint*, int> Duplicate;

    /// <summary>MPI_Comm_rank and MPI_Comm_size(communicator, result).</summary>
    public readonly delegate* unmanaged<nint, int*, int> Rank, Size;

    /// <summary>MPI_Get_processor_name(text, length).</summary>
    public readonly delegate* unmanaged<byte*, int*, int> ProcessorName;

    /// <summary>MPI_Isend and MPI_Irecv(data, count, type, peer, tag, communicator, request).</summary>
    public readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> Send, Receive;

    /// <summary>MPI_Test(request, done, status).</summary>
    public readonly delegate* unmanaged<nint*, int*, void*, int> Test;

    /// <summary>MPI_Get_count(status, type, count).</summary>
    public readonly delegate* unmanaged<void*, nint, int*, int> CountOf;

    /// <summary>MPI_Error_string(code, text, length).</summary>
    public readonly delegate* unmanaged<int, byte*, int*, int> ErrorText;

    /// <summary>Finds every function before any is called.</summary>
    /// <param name="export">The address of a function by its name; throws where there is none.</param>
    public MpiFunctions(Func<string, nint> export)
    {
        LibraryVersion = (delegate* unmanaged<byte*, int*, int>)export("MPI_Get_library_version");
        Start = (delegate* unmanaged<nint, nint, int, int*, int>)export("MPI_Init_thread");
        Finish = (delegate* unmanaged<int>)export("MPI_Finalize");
        Abort = (delegate* unmanaged<nint, int, int>)export("MPI_Abort");
        SetErrorHandler = (delegate* unmanaged<nint, nint, int>)export("MPI_Comm_set_errhandler");
        Duplicate = (delegate* unmanaged<nint, nint*, int>)export("MPI_Comm_dup");
        Rank = (delegate* unmanaged<nint, int*, int>)export("MPI_Comm_rank");
        Size = (delegate* unmanaged<nint, int*, int>)export("MPI_Comm_size");
        ProcessorName = (delegate* unmanaged<byte*, int*, int>)export("MPI_Get_processor_name");
        Send = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)export("MPI_Isend");
        Receive = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)export("MPI_Irecv");
        Test = (delegate* unmanaged<nint*, int*, void*, int>)export("MPI_Test");
        CountOf = (delegate* unmanaged<void*, nint, int*, int>)export("MPI_Get_count");
        ErrorText = (delegate* unmanaged<int, byte*, int*, int>)export("MPI_Error_string");
    }

    /// <summary>The library's text for an error code.</summary>
    public string TextOf(int code)
    {
        var text = stackalloc byte[MpiConstants.TextBytes];
        int length;
        return ErrorText(code, text, &length) == MpiConstants.Success
            ? Decode(text, length).ReplaceLineEndings("; ") // MPICH tells the whole way to the error
            : $"error {code}";
    }

    /// <summary>What the library calls itself, with its version; may be asked before the start.</summary>
    public string VersionText()
    {
        var text = stackalloc byte[MpiConstants.TextBytes];
        int length;
        if (LibraryVersion(text, &length) != MpiConstants.Success)
            return "of an unknown version";
        var lines = Decode(text, length).Replace('\t', ' ').Split('\n');
        return lines[0].Trim();
    }

    /// <summary>The name of this machine.</summary>
    public string HostName()
    {
        var text = stackalloc byte[MpiConstants.TextBytes];
        int length;
        return ProcessorName(text, &length) == MpiConstants.Success ? Decode(text, length) : Environment.MachineName;
    }

    // Some count the zero at the end.
    private static string Decode(byte* text, int length) => Encoding.UTF8.GetString(text, length).TrimEnd('\0');
}
