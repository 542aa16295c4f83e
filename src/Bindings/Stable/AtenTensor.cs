using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchBasics.Bindings.Stable;

/// <summary>
/// A reference of our own to a native tensor (AtenTensorHandle): it outlives the TorchSharp tensor it was made of.
/// </summary>
internal sealed class AtenTensor : SafeHandle
{
    public AtenTensor()
        : base(IntPtr.Zero, ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == IntPtr.Zero;

    /// <summary>
    /// Takes a reference. A TorchSharp tensor's handle is an AtenTensorHandle: both are pointers to an at::Tensor.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public static AtenTensor Of(Tensor tensor)
    {
        ObjectDisposedException.ThrowIf(tensor.IsInvalid, tensor);
        var code = StableFunctions.NewTensorHandle(tensor.Handle, out var reference);
        GC.KeepAlive(tensor);
        AtenStack.Check(code);
        return reference;
    }

    /// <summary>A TorchSharp tensor on the same native tensor.</summary>
    public Tensor ToTensor() => Tensor.UnsafeCreateTensor(NewReference());

    /// <summary>One more owning handle, for a stack.</summary>
    public nint NewReference()
    {
        AtenStack.Check(StableFunctions.NewTensorHandle(this, out var reference));
        return reference;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => StableFunctions.DeleteTensor(handle) == 0;
}
