namespace TorchBasics.Bindings.Nccl;

/// <summary>
/// The functions of NCCL that are used (nccl.h), found in an open library. Each returns an <see cref="NcclResult"/>.
/// </summary>
internal sealed unsafe class NcclFunctions
{
    /// <summary>ncclGetVersion(version).</summary>
    public readonly delegate* unmanaged<int*, NcclResult> Version;

    /// <summary>ncclGetUniqueId(id).</summary>
    public readonly delegate* unmanaged<NcclId*, NcclResult> NewId;

    /// <summary>ncclCommInitRankConfig(communicator, ranks, id, rank, config); the id travels by value.</summary>
    public readonly delegate* unmanaged<nint*, int, NcclId, int, NcclConfig*, NcclResult> Join;

    /// <summary>ncclCommGetAsyncError(communicator, state).</summary>
    public readonly delegate* unmanaged<nint, NcclResult*, NcclResult> State;

    /// <summary>ncclAllReduce(source, target, count, type, operation, communicator, stream).</summary>
    public readonly delegate* unmanaged<void*, void*, nuint, int, int, nint, nint, NcclResult> AllReduce;

    /// <summary>ncclCommFinalize, ncclCommDestroy and ncclCommAbort(communicator).</summary>
    public readonly delegate* unmanaged<nint, NcclResult> Complete, Destroy, Abort;

    /// <summary>ncclGetErrorString(result).</summary>
    public readonly delegate* unmanaged<NcclResult, byte*> ErrorText;

    /// <summary>ncclGetLastError(communicator).</summary>
    public readonly delegate* unmanaged<nint, byte*> LastError;

    /// <summary>Finds every function before any is called.</summary>
    /// <param name="export">The address of a function by its name; throws where there is none.</param>
    public NcclFunctions(Func<string, nint> export)
    {
        Version = (delegate* unmanaged<int*, NcclResult>)export("ncclGetVersion");
        NewId = (delegate* unmanaged<NcclId*, NcclResult>)export("ncclGetUniqueId");
        Join = (delegate* unmanaged<nint*, int, NcclId, int, NcclConfig*, NcclResult>)export("ncclCommInitRankConfig");
        State = (delegate* unmanaged<nint, NcclResult*, NcclResult>)export("ncclCommGetAsyncError");
        AllReduce = (delegate* unmanaged<void*, void*, nuint, int, int, nint, nint, NcclResult>)export("ncclAllReduce");
        Complete = (delegate* unmanaged<nint, NcclResult>)export("ncclCommFinalize");
        Destroy = (delegate* unmanaged<nint, NcclResult>)export("ncclCommDestroy");
        Abort = (delegate* unmanaged<nint, NcclResult>)export("ncclCommAbort");
        ErrorText = (delegate* unmanaged<NcclResult, byte*>)export("ncclGetErrorString");
        LastError = (delegate* unmanaged<nint, byte*>)export("ncclGetLastError");
    }
}
