namespace TorchBasics.Export.Comparing;

/// <summary>What two networks answer to the same samples, on the reference.</summary>
/// <param name="Samples">How many samples they were given.</param>
/// <param name="Largest">The largest difference of two outputs.</param>
/// <param name="Share">The same as a share of what rounding to single precision may do to both.</param>
/// <param name="IsSame">Whether they compute the same function, as far as double precision tells.</param>
/// <param name="SameClass">For how many samples the largest output is the same one.</param>
public sealed record OutputDifference(int Samples, double Largest, double Share, bool IsSame, int SameClass);
