using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Nccl;

/// <summary>A call of NCCL failed: a rank or a device is gone, or the library was used as it must not be.</summary>
/// <param name="call">The name of the function.</param>
/// <param name="reason">The library's own text.</param>
public sealed class NcclException(string call, string reason)
    : TorchBasicsException(ErrorKind.Failed, $"{call} failed: {reason}")
{
    /// <summary>The name of the function.</summary>
    public string Call => call;
}
