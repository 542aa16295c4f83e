using System.Text.Json.Serialization;

namespace TorchBasics.Core.Recipes;

/// <summary>How far training pictures are distorted at random; each number is the largest deviation to either side.</summary>
/// <remarks>Source: Simard, Steinkraus, Platt 2003, section 2; LeCun, Bottou, Bengio, Haffner 1998, section III.C.</remarks>
public sealed record Augmentation
{
    private const double UsualSigma = 4; // the best of Simard, Steinkraus, Platt 2003, section 2

    /// <summary>Nothing is distorted.</summary>
    public Augmentation()
        : this(UsualSigma)
    {
    }

    /// <summary>The same, of a file, which may leave the smoothness out.</summary>
    /// <param name="elasticSigma">Smoothness of the elastic displacement, in pixels.</param>
    [JsonConstructor]
    public Augmentation(double elasticSigma = UsualSigma) => ElasticSigma = elasticSigma;

    /// <summary>Shift along each axis, in pixels.</summary>
    public double Shift { get; init; }

    /// <summary>Rotation, in degrees.</summary>
    public double Rotation { get; init; }

    /// <summary>Change of size: 0.1 means from 0.9 to 1.1 times.</summary>
    public double Scale { get; init; }

    /// <summary>Squeeze: 0.1 means a width from 0.9 to 1.1 times, while the height is divided by as much.</summary>
    public double Squeeze { get; init; }

    /// <summary>Shear, as the tangent of the angle.</summary>
    public double Shear { get; init; }

    /// <summary>Elastic displacement, in pixels (standard deviation).</summary>
    public double Elastic { get; init; }

    /// <summary>
    /// Smoothness of the elastic displacement: the deviation of the Gaussian that smooths it, in pixels, from 1 to 1000.
    /// Without an elastic displacement it changes nothing.
    /// </summary>
    public double ElasticSigma { get; init; }

    /// <summary>Whether nothing is distorted.</summary>
    public bool IsNone => this with { ElasticSigma = UsualSigma } == new Augmentation();

    /// <summary>
    /// The <see cref="Elastic"/> of a paper that states alpha: its field is uniform in [-1, 1] at every pixel, smoothed with a
    /// Gaussian whose weights sum to 1, and multiplied by alpha.
    /// </summary>
    /// <param name="alpha">Scaling factor of the field, in pixels, at least 0.</param>
    /// <param name="sigma">Deviation of the Gaussian, in pixels, at least 1.</param>
    /// <returns>Standard deviation of a pixel's displacement along one axis, in pixels.</returns>
    /// <remarks>
    /// A number uniform in [-1, 1] has the variance 1/3; the squares of the weights of a Gaussian in the plane sum to
    /// 1 / (4 pi sigma^2), on a grid of pixels to within a factor 1 +- 4 exp(-pi^2 sigma^2) by Poisson's sum, which is 0.0002 at
    /// sigma = 1. So the deviation is alpha / (2 sqrt(3 pi) sigma), away from the edges of the field.
    /// Source of alpha and sigma: Simard, Steinkraus, Platt 2003, section 2, whose best are alpha = 34, sigma = 4.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range or not finite.</exception>
    public static double ElasticDeviation(double alpha, double sigma)
    {
        if (!double.IsFinite(alpha) || alpha < 0)
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Alpha must be a finite number of at least 0.");
        if (!double.IsFinite(sigma) || sigma < 1)
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "Sigma must be a finite number of at least 1 pixel.");
        return alpha / (2 * Math.Sqrt(3 * Math.PI) * sigma);
    }
}
