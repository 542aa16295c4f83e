namespace TorchBasics.Core.Recipes;

/// <summary>How far training pictures are distorted at random; each number is the largest deviation to either side.</summary>
/// <remarks>Source: Simard, Steinkraus, Platt 2003, section 2; LeCun et al. 1998, section III.C.4.</remarks>
public sealed record Augmentation
{
    /// <summary>Shift along each axis, in pixels.</summary>
    public double Shift { get; init; }

    /// <summary>Rotation, in degrees.</summary>
    public double Rotation { get; init; }

    /// <summary>Change of size: 0.1 means from 0.9 to 1.1 times.</summary>
    public double Scale { get; init; }

    /// <summary>Shear, as the tangent of the angle.</summary>
    public double Shear { get; init; }

    /// <summary>Elastic displacement, in pixels (standard deviation).</summary>
    public double Elastic { get; init; }

    /// <summary>Whether nothing is distorted.</summary>
    public bool IsNone => this == new Augmentation();
}
