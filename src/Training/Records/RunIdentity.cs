using System.Security.Cryptography;
using TorchBasics.Core.Errors;

namespace TorchBasics.Training.Records;

/// <summary>
/// What tells a run from every other one, even from one with the same request. It stands in run.json and in every checkpoint.
/// </summary>
/// <param name="Id">128 random bits, as 32 lower-case hexadecimal digits.</param>
/// <param name="Started">Start of the first session, UTC.</param>
public sealed record RunIdentity(string Id, DateTimeOffset Started)
{
    private const int IdLength = 32;

    /// <summary>The identity of a run that begins now.</summary>
    /// <returns>An id from the system's random source, not from the seed, so that two runs with one seed differ.</returns>
    public static RunIdentity New() => new(RandomNumberGenerator.GetHexString(IdLength, lowercase: true), DateTimeOffset.UtcNow);

    /// <summary>Refuses what no run can have.</summary>
    /// <exception cref="TorchBasicsException">The id is not one: kind Data.</exception>
    internal void Check()
    {
        if (!HexText.Is(Id, IdLength))
            throw new TorchBasicsException(
                ErrorKind.Data, $"The id of the run is '{Id}'; expected {IdLength} hexadecimal digits.");
    }
}
