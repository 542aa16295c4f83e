namespace TorchBasics.Training.Data;

/// <summary>
/// How a coarse grid of random numbers becomes a smooth displacement: a Gaussian of each pixel's distance to the numbers, which
/// lie one deviation of it apart.
/// </summary>
/// <remarks>
/// Simard, Steinkraus, Platt 2003, section 2 smooth a random number at every pixel. Numbers one deviation apart are dense
/// enough: by Poisson's sum the correlation of two places is off from that of a field of infinite density,
/// exp(-d^2 / (4 sigma^2)), by a factor of at most 1 +- 4 exp(-pi^2), 0.0002, away from the edges.
/// </remarks>
internal static class ElasticSmoothing
{
    /// <summary>Numbers of the coarse grid along an axis.</summary>
    /// <param name="size">Pixels along it.</param>
    /// <param name="sigma">Deviation of the Gaussian, in pixels.</param>
    public static int KnotCount(int size, double sigma) => (int)Math.Ceiling(size / sigma) + 1;

    /// <summary>
    /// The weights of an axis: the sum of the squares of each pixel's is 1, so that the weighted sum of independent numbers has
    /// their variance everywhere.
    /// </summary>
    /// <param name="size">Pixels along it.</param>
    /// <param name="sigma">Deviation of the Gaussian, in pixels.</param>
    /// <returns>[size, knots].</returns>
    public static float[] Weights(int size, double sigma)
    {
        var knots = KnotCount(size, sigma);
        var weights = new float[size * knots];
        for (var pixel = 0; pixel < size; pixel++)
        {
            var row = new double[knots];
            for (var knot = 0; knot < knots; knot++)
            {
                var distance = (pixel - ((size - 1) / 2.0)) - ((knot - ((knots - 1) / 2.0)) * sigma);
                row[knot] = Math.Exp(-distance * distance / (2 * sigma * sigma));
            }

            var norm = Math.Sqrt(row.Sum(weight => weight * weight));
            for (var knot = 0; knot < knots; knot++)
                weights[(pixel * knots) + knot] = (float)(row[knot] / norm);
        }

        return weights;
    }
}
