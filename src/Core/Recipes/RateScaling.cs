namespace TorchBasics.Core.Recipes;

/// <summary>Whether a layer that sums over many inputs learns at a smaller rate than one that sums over few.</summary>
public enum RateScaling
{
    /// <summary>All layers learn at the same rate.</summary>
    None,

    /// <summary>The rate of a layer is divided by its fan-in, the number of inputs that one of its outputs sums over.</summary>
    FanIn,

    /// <summary>The rate of a layer is divided by the square root of its fan-in.</summary>
    SqrtFanIn,
}
