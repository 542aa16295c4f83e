namespace TorchBasics.Verification.Faults;

/// <summary>A small run, from data set to figures, on which faults of a training show.</summary>
public enum RunProbe
{
    /// <summary>
    /// Distorted pictures, some of them kept back, in batches of which the last is smaller; smoothed targets; clipped gradients.
    /// </summary>
    Pictures,

    /// <summary>The same on libtorch.</summary>
    PicturesOnLibtorch,

    /// <summary>A network with dropout.</summary>
    Chance,

    /// <summary>The same on libtorch.</summary>
    ChanceOnLibtorch,

    /// <summary>Distorted pictures, weights moved by diagonal Levenberg-Marquardt.</summary>
    Curvature,
}
