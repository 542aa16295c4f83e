using System.Runtime.InteropServices;

namespace TorchBasics.Bindings.Cuda;

/// <summary>
/// As long as it lives, this thread's operators, and the backward passes of what they compute, run on a stream of ours. To be
/// disposed on the thread that made it.
/// </summary>
internal sealed class StreamGuard : SafeHandle
{
    private readonly LibtorchCuda _libtorch;

    /// <summary>Changes to the stream.</summary>
    public StreamGuard(LibtorchCuda libtorch, CudaStream stream, int device)
        : base(0, ownsHandle: true)
    {
        _libtorch = libtorch;
        SetHandle(libtorch.NewStreamGuard(stream.DangerousGetHandle(), device));
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => _libtorch.DeleteStreamGuard(handle);
}
