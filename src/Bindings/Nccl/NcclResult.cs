namespace TorchBasics.Bindings.Nccl;

/// <summary>What a function of NCCL returns (ncclResult_t); every other value is an error, which the library explains.</summary>
internal enum NcclResult
{
    /// <summary>ncclSuccess.</summary>
    Success = 0,

    /// <summary>ncclInProgress: not done yet, ask again.</summary>
    InProgress = 7,
}
