namespace TorchBasics.Verification.Running;

/// <summary>How much is checked.</summary>
public sealed record CheckOptions
{
    /// <summary>Seed of every random number.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Steps that the trajectory check follows, each several times as dear as a step of the reference.</summary>
    public int TrajectorySteps { get; init; } = 2;

    /// <summary>Coordinates of each array that are differentiated by dual numbers.</summary>
    public int DualCoordinates { get; init; } = 16;

    /// <summary>Samples in the batches of the checks that make their own.</summary>
    public int Samples { get; init; } = 2;
}
