namespace TorchBasics.Bindings.Libraries;

/// <summary>Whether libtorch computes with oneDNN.</summary>
public enum OneDnnUse
{
    /// <summary>If it computes rightly on this host.</summary>
    Auto,

    /// <summary>Yes, even if it computes wrongly.</summary>
    Keep,

    /// <summary>No.</summary>
    Off,
}
