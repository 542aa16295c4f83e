namespace TorchBasics.Bindings.Cuda;

/// <summary>What the driver says of a stream (CUstreamCaptureStatus).</summary>
internal enum CaptureState
{
    /// <summary>Work is done.</summary>
    None = 0,

    /// <summary>Work is written down.</summary>
    Active = 1,

    /// <summary>Work was being written down, until something came that cannot be.</summary>
    Invalidated = 2,
}
