namespace TorchBasics.Bindings.Libraries;

/// <summary>Turns the library off that libtorch's operators on the CPU compute with.</summary>
internal interface IOneDnnSwitch
{
    /// <summary>Whether operators may compute with oneDNN.</summary>
    bool OneDnn { get; }

    /// <summary>Lets operators compute with libtorch's own loops and its matrix products, from the next call on.</summary>
    void LeaveOneDnn();
}
