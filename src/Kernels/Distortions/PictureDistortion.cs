using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TorchBasics.Core.Layers;

namespace TorchBasics.Kernels.Distortions;

/// <summary>
/// Distorts pictures one at a time, by a map that keeps straight lines straight and an elastic displacement: the place that each
/// pixel of the result is seen at, then bilinear sampling; what lies outside the picture is background.
/// </summary>
/// <remarks>
/// For a pixel with its centre at (x, y), both from -1 to 1 between the picture's edges:
///     (x', y') = M (x, y, 1) + (r_i E_x c_j, r_i E_y c_j),   place = ((x' + 1) W - 1) / 2,  ((y' + 1) H - 1) / 2,
/// with the 2 x 3 numbers M of an affine map, the coarse grids E_x and E_y of an elastic displacement, and the weights r_i and
/// c_j that smooth them at row i and column j. Values v enter as v scale + offset, so that the background is v = 0.
/// Nothing depends on how many threads work, or on the machine: no multiply-add is rounded once.
/// Source: PyTorch torch.nn.functional.grid_sample, bilinear, zeros outside, align_corners=False.
/// </remarks>
internal sealed unsafe class PictureDistortion
{
    private const int Border = 3; // one pixel before the picture, two behind it: the neighbours of every place
    private const int Entries = 3; // of a map, for each of x and y

    private readonly int _step; // floats of a line: whole vectors
    private readonly float[] _centresX;
    private readonly float[] _centresY;
    private readonly float[] _rows; // [H, knot rows]
    private readonly float[] _columns; // [knot columns, line]

    /// <summary>Prepares what is the same for all pictures.</summary>
    /// <param name="picture">Shape of one picture, [C, H, W].</param>
    /// <param name="knots">Rows and columns of the coarse grids.</param>
    /// <param name="rows">Weights of the rows of a grid: [H, knot rows].</param>
    /// <param name="columns">Weights of its columns: [W, knot columns].</param>
    public PictureDistortion(Shape picture, Size2d knots, ReadOnlySpan<float> rows, ReadOnlySpan<float> columns)
    {
        (Channels, Size, Knots) = (picture[0], new Size2d(picture[1], picture[2]), knots);
        _step = (Size.Width + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;
        (_centresX, _centresY) = (Centres(Size.Width, _step), Centres(Size.Height, Size.Height));
        _rows = rows.ToArray();
        _columns = new float[knots.Width * _step];
        for (var x = 0; x < Size.Width; x++)
            for (var knot = 0; knot < knots.Width; knot++)
                _columns[(knot * _step) + x] = columns[(x * knots.Width) + knot];
    }

    /// <summary>Channels of a picture.</summary>
    public int Channels { get; }

    /// <summary>Height and width of a picture.</summary>
    public Size2d Size { get; }

    /// <summary>Rows and columns of the coarse grids.</summary>
    public Size2d Knots { get; }

    /// <summary>Floats that a worker needs for itself.</summary>
    public int Scratch => InkFloats + (2 * Knots.Height * _step) + (5 * _step);

    private int InkStep => Size.Width + Border;

    private int InkFloats => Channels * (Size.Height + Border) * InkStep;

    /// <summary>Distorts a picture.</summary>
    /// <param name="picture">[C, H, W].</param>
    /// <param name="isBytes">Whether its values are bytes; else they are floats.</param>
    /// <param name="scale">Factor of the values, channel by channel.</param>
    /// <param name="offset">Summand of the values, and so the background, channel by channel.</param>
    /// <param name="map">2 x 3 numbers.</param>
    /// <param name="knots">The coarse grid of x, then that of y; null for no displacement.</param>
    /// <param name="scratch"><see cref="Scratch"/> floats.</param>
    /// <param name="result">[C, H, W].</param>
    public void Run(
        void* picture,
        bool isBytes,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> offset,
        float* map,
        float* knots,
        float* scratch,
        float* result)
    {
        Spread(picture, isBytes, scratch);
        var along = scratch + InkFloats;
        var line = along + (2 * Knots.Height * _step);
        if (knots is not null)
            SmoothColumns(knots, along);
        for (var y = 0; y < Size.Height; y++)
        {
            Places(y, map, knots is null ? null : along, line);
            for (var channel = 0; channel < Channels; channel++)
                Blend(
                    scratch + ((nint)channel * (Size.Height + Border) * InkStep),
                    line,
                    scale[channel],
                    offset[channel],
                    result + ((((nint)channel * Size.Height) + y) * Size.Width));
        }
    }

    private static float[] Centres(int size, int length)
    {
        var centres = new float[length];
        for (var pixel = 0; pixel < size; pixel++)
            centres[pixel] = (float)(((2 * pixel) + 1 - size) / (double)size);
        return centres;
    }

    // The picture as floats, with its border.
    private void Spread(void* picture, bool isBytes, float* ink)
    {
        new Span<float>(ink, InkFloats).Clear();
        for (var row = 0; row < Channels * Size.Height; row++)
        {
            var (first, place) = ((nint)row * Size.Width, ((row / Size.Height * Border) + row + 1) * InkStep);
            var line = ink + place + 1;
            for (var x = 0; x < Size.Width; x++)
                line[x] = isBytes ? ((byte*)picture)[first + x] : ((float*)picture)[first + x];
        }
    }

    // Both grids times the weights of the columns: [x or y, knot row, line].
    private void SmoothColumns(float* knots, float* along)
    {
        fixed (float* columns = _columns)
            for (var row = 0; row < 2 * Knots.Height; row++)
                for (var x = 0; x < _step; x += Vector256<float>.Count)
                {
                    var sum = Vector256<float>.Zero;
                    for (var knot = 0; knot < Knots.Width; knot++)
                        sum += Vector256.Load(columns + (knot * _step) + x) * knots[(row * Knots.Width) + knot];
                    sum.Store(along + (row * _step) + x);
                }
    }

    // Of a line of the result: the left upper neighbour of each place, as a number of floats from the corner of the ink, then
    // the four weights.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Places(int y, float* map, float* along, float* line)
    {
        var (width, height) = (Vector256.Create((float)Size.Width), Vector256.Create((float)Size.Height));
        var (one, half) = (Vector256<float>.One, Vector256.Create(0.5f));
        fixed (float* centres = _centresX, rows = _rows)
            for (var x = 0; x < _step; x += Vector256<float>.Count)
            {
                var column = Vector256.Load(centres + x);
                var placeX = (column * map[0]) + Vector256.Create(map[1] * _centresY[y]) + Vector256.Create(map[2]);
                var placeY = (column * map[Entries]) + Vector256.Create(map[Entries + 1] * _centresY[y])
                    + Vector256.Create(map[Entries + 2]);
                if (along is not null)
                {
                    placeX += Smoothed(rows + (y * Knots.Height), along + x);
                    placeY += Smoothed(rows + (y * Knots.Height), along + (Knots.Height * _step) + x);
                }

                // Farther out there is background as well.
                placeX = Vector256.Min(Vector256.Max((((placeX + one) * width) - one) * half, -one), width);
                placeY = Vector256.Min(Vector256.Max((((placeY + one) * height) - one) * half, -one), height);
                var (left, top) = (Vector256.Floor(placeX), Vector256.Floor(placeY));
                var (right, down) = (placeX - left, placeY - top);
                var corner = ((Vector256.ConvertToInt32(top) + Vector256<int>.One) * InkStep)
                    + Vector256.ConvertToInt32(left) + Vector256<int>.One;
                corner.Store((int*)(line + x));
                ((one - right) * (one - down)).Store(line + _step + x);
                (right * (one - down)).Store(line + (2 * _step) + x);
                ((one - right) * down).Store(line + (3 * _step) + x);
                (right * down).Store(line + (4 * _step) + x);
            }
    }

    private Vector256<float> Smoothed(float* weights, float* along)
    {
        var sum = Vector256<float>.Zero;
        for (var knot = 0; knot < Knots.Height; knot++)
            sum += Vector256.Load(along + (knot * _step)) * weights[knot];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Blend(float* ink, float* line, float scale, float offset, float* result)
    {
        var step = InkStep;
        var corners = (int*)line;
        var upperLeft = line + _step;
        var upperRight = upperLeft + _step;
        var lowerLeft = upperRight + _step;
        var lowerRight = lowerLeft + _step;
        for (var x = 0; x < Size.Width; x++)
        {
            var p = ink + corners[x];
            var sum = (upperLeft[x] * p[0]) + (upperRight[x] * p[1])
                + (lowerLeft[x] * p[step]) + (lowerRight[x] * p[step + 1]);
            result[x] = (sum * scale) + offset;
        }
    }
}
