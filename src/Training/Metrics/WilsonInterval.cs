namespace TorchBasics.Training.Metrics;

/// <summary>Where the true share lies, given a number of successes: Wilson's score interval.</summary>
/// <param name="Low">Lower end, in [0, 1].</param>
/// <param name="High">Upper end, in [0, 1].</param>
/// <remarks>
/// Those shares whose expected outcome is within z standard deviations of the one seen. Unlike p +- z sqrt(p(1-p)/n) it
/// stays inside [0, 1] and is honest near both ends, where good classifiers are.
/// Source: Wilson 1927; Newcombe 1998, method 3 (without continuity correction).
/// </remarks>
public readonly record struct WilsonInterval(double Low, double High)
{
    /// <summary>The interval of an experiment.</summary>
    /// <param name="successes">How often it succeeded, in [0, trials].</param>
    /// <param name="trials">How often it was tried; at 0 trials nothing is known and the interval is [0, 1].</param>
    /// <param name="confidence">How often such intervals hold the true share, in (0, 1).</param>
    /// <returns>The interval.</returns>
    public static WilsonInterval Of(long successes, long trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(confidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence must lie between 0 and 1.");
        if (trials == 0)
            return new WilsonInterval(0, 1);

        // p: share seen, n: trials, z: deviations.   (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)
        double n = trials;
        var (p, z) = (successes / n, TwoSidedDeviations(confidence));
        var centre = p + (z * z / (2 * n));
        var half = z * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
        var scale = 1 + (z * z / n);
        return new WilsonInterval(
            successes == 0 ? 0 : (centre - half) / scale,       // the exact ends, which rounding would miss
            successes == trials ? 1 : (centre + half) / scale);
    }

    /// <summary>"99.01 % to 99.36 %".</summary>
    /// <returns>Both ends in per cent.</returns>
    public override string ToString() => $"{100 * Low:F2} % to {100 * High:F2} %";

    // The z with P(|Z| <= z) = confidence, by Newton's method from 0. P is concave for z > 0, so that every tangent
    // crosses below the solution: the steps only go up, and end when rounding stops them.
    private static double TwoSidedDeviations(double confidence)
    {
        for (var z = 0.0; ;)
        {
            var density = Math.Exp(-z * z / 2) * Math.Sqrt(2 / Math.PI);
            var next = z + ((confidence - (density * Series(z))) / density);
            if (!(next > z))
                return z;
            z = next;
        }
    }

    // P(|Z| <= z) / density(z) = z + z^3/3 + z^5/(3*5) + ... (Marsaglia 2004, "Evaluating the normal distribution")
    private static double Series(double z)
    {
        var (sum, term) = (0.0, z);
        for (var k = 1; sum + term != sum; k += 2)
        {
            sum += term;
            term *= z * z / (k + 2);
        }

        return sum;
    }
}
