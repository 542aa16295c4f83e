using TorchBasics.Core.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchBasics.Training.Data;

/// <summary>
/// Distorts a batch of pictures by an affine map and an elastic displacement each, with tensor operations on any device (on the
/// CPU our own kernel is faster): the place that each result pixel is seen at, then bilinear sampling; what lies outside the
/// picture is background.
/// </summary>
public sealed class PictureWarp : IDisposable
{
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
    public PictureWarp(Shape picture, IReadOnlyList<float> background, Device device, double elasticSigma)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(elasticSigma, 1);
        Size = new Size2d(picture[1], picture[2]);
        Knots = new Size2d(
            ElasticSmoothing.KnotCount(Size.Height, elasticSigma), ElasticSmoothing.KnotCount(Size.Width, elasticSigma));
        using var scope = NewDisposeScope();
        _background = tensor(background.ToArray(), device: device).reshape(1, -1, 1, 1).DetachFromDisposeScope();
        _places = tensor(Places(Size), [3, Size.Area], device: device).DetachFromDisposeScope();
        _rows = tensor(ElasticSmoothing.Weights(Size.Height, elasticSigma), [Size.Height, Knots.Height], device: device)
            .DetachFromDisposeScope();
        _columns = tensor(ElasticSmoothing.Weights(Size.Width, elasticSigma), [Size.Width, Knots.Width], device: device)
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
}
