using System.Runtime.InteropServices;

namespace TorchBasics.Bindings.Nccl;

/// <summary>
/// How a communicator works: ncclConfig_t as NCCL 2.14 had it. Later versions have more fields; told the size and the version,
/// they take their own defaults for those.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NcclConfig
{
    private readonly nuint _size = (nuint)sizeof(NcclConfig);
    private readonly uint _magic = 0xcafebeef; // NCCL_API_MAGIC
    private readonly int _version = NcclLibrary.Oldest;
    private readonly int _blocking; // 0: a call that has to wait for other ranks comes back at once

    public NcclConfig()
    {
    }
}
