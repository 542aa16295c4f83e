using TorchBasics.Core;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Export.Proving;

/// <summary>What a network answers to some samples.</summary>
/// <param name="Samples">How many samples.</param>
/// <param name="Values">The answers, sample by sample.</param>
/// <param name="Errors">
/// How far a correct computation of each may be off; empty where it is a computation and not a bound.
/// </param>
internal sealed record Outputs(int Samples, double[] Values, double[] Errors)
{
    private const double Single = 1.0 / (1 << 24);
    private const double Double = 1.0 / (1L << 53);

    /// <summary>The answers of a computation in single precision.</summary>
    public static Outputs Of(int samples, NamedArray array)
    {
        var values = new double[array.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = array.Values<float>()[i];
        return new(samples, values, []);
    }

    /// <summary>The same answers with the bounds of a computation in double.</summary>
    /// <remarks>
    /// Every bound f of <see cref="Rounded{TPrecision}"/> is built of sums, products and maxima of functions of the unit roundoff
    /// u that are 0 at 0 and grow at least in proportion to u (gamma(n) = n u / (1 - n u) among them), so that f(s u) is at most
    /// s f(u) for s below 1. A unit of 2^-53 is counted twice, for this computation and the other, as there. Where there is no
    /// bound in single precision, there is none here, either, and NaN stands for it: nothing but the same number is then allowed.
    /// </remarks>
    public Outputs InDouble()
    {
        const double Share = 2 * Double / (Single + Double);
        return this with { Errors = Array.ConvertAll(Errors, error => double.IsFinite(error) ? Share * error : double.NaN) };
    }

    /// <summary>The answers to the first samples.</summary>
    public Outputs First(int samples)
    {
        var count = Values.Length / Samples * samples;
        return new(samples, Values[..count], Errors.Length == 0 ? [] : Errors[..count]);
    }
}
