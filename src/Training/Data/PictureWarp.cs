using TorchBasics.Core.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchBasics.Training.Data;

/// <summary>
/// Distorts a batch of pictures by an affine map and an elastic displacement each, with tensor operations on any device:
/// the place that each result pixel is seen at, then bilinear sampling; what lies outside the picture is background.
/// </summary>
public sealed class PictureWarp : IDisposable
{
    private readonly double _sigma; // of the Gaussian, and from one random number of the coarse grid to the next
    private readonly Tensor _background; // [1, C, 1, 1]
    private readonly Tensor _places; // [3, H * W]: x, y, 1 of each pixel's centre
    private readonly Tensor _rows; // [H, knots of a column]
    private readonly Tensor _columns; // [knots of a row, W]

    /// <summary>Prepares what does not change from batch to batch.</summary>
    /// <param name="picture">Shape of one picture, [C, H, W].</param>
    /// <param name="background">Value of the background, channel by channel.</param>
    /// <param name="device">Where the batches live.</param>
    /// <param name="elasticSigma">
    /// Deviation of the Gaussian that smooths an elastic displacement, in pixels, at least 1.
    /// </param>
    /// <remarks>
    /// Simard, Steinkraus, Platt 2003, section 2 smooth a random number at every pixel. Numbers one deviation apart are dense
    /// enough: by Poisson's sum the correlation of two places is off from that of a field of infinite density,
    /// exp(-d^2 / (4 sigma^2)), by a factor of at most 1 +- 4 exp(-pi^2), 0.0002, away from the edges.
    /// </remarks>
    public PictureWarp(Shape picture, IReadOnlyList<float> background, Device device, double elasticSigma)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(elasticSigma, 1);
        _sigma = elasticSigma;
        Size = new Size2d(picture[1], picture[2]);
        Knots = new Size2d(KnotCount(Size.Height), KnotCount(Size.Width));
        using var scope = NewDisposeScope();
        _background = tensor(background.ToArray(), device: device).reshape(1, -1, 1, 1).DetachFromDisposeScope();
        _places = tensor(Places(Size), [3, Size.Area], device: device).DetachFromDisposeScope();
        _rows = tensor(Smoothing(Size.Height), [Size.Height, Knots.Height], device: device).DetachFromDisposeScope();
        _columns = tensor(Smoothing(Size.Width), [Size.Width, Knots.Width], device: device)
            .t().contiguous().DetachFromDisposeScope();
    }

    /// <summary>Height and width of a picture.</summary>
    public Size2d Size { get; }

    /// <summary>Rows and columns of the coarse grid of random numbers that an elastic displacement is made of.</summary>
    public Size2d Knots { get; }

    /// <summary>Distorts a batch.</summary>
    /// <param name="pictures">Float32 [B, C, H, W].</param>
    /// <param name="maps">Float32 [B, 2, 3]: an <see cref="AffineMap"/> each.</param>
    /// <param name="knots">
    /// Float32 [B, 2, knot rows, knot columns]: independent random numbers for x and y, in grid coordinates (2 is the width or
    /// the height). A displacement has the standard deviation of these numbers at every pixel. Null for none.
    /// </param>
    /// <returns>Float32 [B, C, H, W]; it belongs to the current dispose scope.</returns>
    public Tensor Apply(Tensor pictures, Tensor maps, Tensor? knots = null)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using Scalar one = 1;
        var batch = pictures.shape[0];
        // All x before all y: one matrix product for the whole batch is 20 times as fast as a small one for each picture.
        var grid = mm(maps.reshape(batch * 2, 3), _places).view(batch, 2, Size.Height, Size.Width);
        if (knots is not null)
            grid.add_(matmul(_rows, matmul(knots, _columns)), one);
        var warped = grid_sample(
            pictures - _background,
            grid.permute(0, 2, 3, 1),
            GridSampleMode.Bilinear,
            GridSamplePaddingMode.Zeros,
            align_corners: false);
        return warped.add_(_background, one).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _background.Dispose();
        _places.Dispose();
        _rows.Dispose();
        _columns.Dispose();
    }

    private int KnotCount(int size) => (int)Math.Ceiling(size / _sigma) + 1;

    private static float[] Places(Size2d size)
    {
        var places = new float[3 * size.Area];
        for (var pixel = 0; pixel < size.Area; pixel++)
        {
            places[pixel] = Centre(pixel % size.Width, size.Width);
            places[size.Area + pixel] = Centre(pixel / size.Width, size.Height);
            places[(2 * size.Area) + pixel] = 1;
        }

        return places;
    }

    private static float Centre(int pixel, int size) => (float)(((2 * pixel) + 1 - size) / (double)size);

    // [size, knots]: each pixel's weights are a Gaussian of the distance to the knots, with the sum of squares 1, so that
    // the weighted sum of independent numbers has their variance everywhere.
    private float[] Smoothing(int size)
    {
        var knots = KnotCount(size);
        var weights = new float[size * knots];
        for (var pixel = 0; pixel < size; pixel++)
        {
            var row = new double[knots];
            for (var knot = 0; knot < knots; knot++)
            {
                var distance = (pixel - ((size - 1) / 2.0)) - ((knot - ((knots - 1) / 2.0)) * _sigma);
                row[knot] = Math.Exp(-distance * distance / (2 * _sigma * _sigma));
            }

            var norm = Math.Sqrt(row.Sum(weight => weight * weight));
            for (var knot = 0; knot < knots; knot++)
                weights[(pixel * knots) + knot] = (float)(row[knot] / norm);
        }

        return weights;
    }
}
