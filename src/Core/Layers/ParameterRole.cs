namespace TorchBasics.Core.Layers;

/// <summary>What becomes of an array of a layer in training.</summary>
public enum ParameterRole
{
    /// <summary>An optimizer moves it by its gradient.</summary>
    Parameter,

    /// <summary>The layer itself changes it in training, as running statistics; it has no gradient.</summary>
    Buffer,

    /// <summary>Fixed by design, as prototypes.</summary>
    Constant,
}
