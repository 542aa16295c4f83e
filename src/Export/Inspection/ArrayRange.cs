namespace TorchBasics.Export.Inspection;

/// <summary>
/// The numbers of an array in short. Smallest, largest and mean are those of the finite ones, NaN where there are none.
/// </summary>
/// <param name="Smallest">The smallest.</param>
/// <param name="Largest">The largest.</param>
/// <param name="Mean">The mean.</param>
/// <param name="NotFinite">How many are infinite or no number.</param>
public sealed record ArrayRange(double Smallest, double Largest, double Mean, long NotFinite);
