using System.Globalization;
using TorchBasics.Core;
namespace TorchBasics.Export.Proving;

/// <summary>One comparison of a file with the network that it was written from.</summary>
/// <param name="Subject">What was compared with what.</param>
/// <param name="Numbers">How many numbers were compared.</param>
/// <param name="Largest">The largest difference.</param>
/// <param name="Share">The largest difference as a share of what rounding allows there; 0 where nothing differs.</param>
public sealed record ProofLine(string Subject, long Numbers, double Largest, double Share)
{
    /// <summary>The line as a person reads it.</summary>
    /// <returns>"the file on the reference: 740 numbers, largest difference 3.1E-15, 12 % of what rounding allows".</returns>
    public override string ToString() => Largest == 0
        ? FormattableString.Invariant($"{Subject}: {Counted.Of(Numbers, "number")}, no difference")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Subject}: {Counted.Of(Numbers, "number")}, largest difference {Largest:G2}, "
            + $"{100 * Share:G2} % of what rounding allows");
}
