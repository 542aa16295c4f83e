namespace TorchBasics.Training.Metrics;

/// <summary>How far the answers of a regression are off, in the units of the targets.</summary>
/// <param name="Samples">Samples in all.</param>
/// <param name="Rmse">The mean of the targets' root mean squared errors.</param>
/// <param name="RSquared">The mean of the targets' R squared.</param>
/// <param name="Targets">Target by target.</param>
/// <remarks>
/// RMSE = sqrt(sum over n of (y[n] - t[n])^2 / N), R^2 = 1 - (sum of (y[n] - t[n])^2) / (sum of (t[n] - mean of t)^2). Where all
/// t are the same number, R^2 is 1 if every answer is right, else 0. Source: scikit-learn, root_mean_squared_error and r2_score
/// with their defaults, multioutput="uniform_average" and force_finite=True.
/// </remarks>
public sealed record RegressionFigures(long Samples, double Rmse, double RSquared, IReadOnlyList<TargetFigures> Targets)
{
    /// <summary>Compares answers with targets.</summary>
    /// <param name="names">What the targets are called.</param>
    /// <param name="answers">What a network said, sample by sample, in the units of the targets.</param>
    /// <param name="targets">The right values, likewise; as many, at least one sample.</param>
    /// <returns>The figures.</returns>
    public static RegressionFigures Of(IReadOnlyList<string> names, ReadOnlySpan<double> answers, ReadOnlySpan<float> targets)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(answers.Length, targets.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(targets.Length, names.Count);
        var (count, samples) = (names.Count, targets.Length / names.Count);
        var figures = new List<TargetFigures>();
        for (var target = 0; target < count; target++)
        {
            var (mean, errors, spread) = (0.0, 0.0, 0.0);
            for (var n = 0; n < samples; n++)
                mean += targets[(n * count) + target];
            mean /= samples;
            for (var n = 0; n < samples; n++)
            {
                double right = targets[(n * count) + target], answer = answers[(n * count) + target];
                errors += (answer - right) * (answer - right);
                spread += (right - mean) * (right - mean);
            }

            var explained = spread > 0 ? 1 - (errors / spread) : errors == 0 ? 1 : 0;
            figures.Add(new(names[target], Math.Sqrt(errors / samples), explained));
        }

        return new(samples, figures.Average(one => one.Rmse), figures.Average(one => one.RSquared), figures);
    }
}
