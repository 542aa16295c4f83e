using System.Runtime.CompilerServices;

namespace TorchBasics.Bindings.Nccl;

/// <summary>What tells the ranks of one communicator from those of another (ncclUniqueId).</summary>
[InlineArray(Bytes)]
internal struct NcclId
{
    /// <summary>NCCL_UNIQUE_ID_BYTES.</summary>
    public const int Bytes = 128;

    private byte _first;
}
