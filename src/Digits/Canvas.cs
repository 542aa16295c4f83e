using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchBasics.Digits;

/// <summary>
/// Turns the way of a pen into grey pixels as MNIST's were made: the ink is scaled to fill a box of 20 x 20 pixels, then
/// moved by whole pixels until its centre of mass is the middle of the 28 x 28 picture (LeCun et al. 1998, section III.A).
/// </summary>
internal static class Canvas
{
    /// <summary>Width and height of the picture.</summary>
    public const int Size = 28;

    private const int BoxSize = 20;
    private const int DepthStep = 28; // from row to row of the depths: a vector that begins at the last pixel ends within it
    private const double Outside = -100; // a depth far from all ink

    /// <summary>Scales and moves the way so that its ink just fills the box whose first pixel is (0, 0).</summary>
    /// <param name="way">The way; changed in place.</param>
    /// <param name="radius">Half the usual thickness of the line, in pixels.</param>
    public static void Fit(Span<PenPoint> way, double radius)
    {
        var (low, high) = (way[0].At, way[0].At);
        foreach (var point in way)
        {
            low = new(Math.Min(low.X, point.At.X), Math.Min(low.Y, point.At.Y));
            high = new(Math.Max(high.X, point.At.X), Math.Max(high.Y, point.At.Y));
        }

        var size = high - low;
        var scale = (BoxSize - (2 * radius)) / Math.Max(size.X, size.Y);
        var margin = new Vector(Margin(size.X), Margin(size.Y));
        foreach (ref var point in way)
            point = point with { At = (scale * (point.At - low)) + margin };

        // Ink starts at the edge of a pixel, as a picture cut to its ink does; the narrow side in the middle of the box.
        double Margin(double extent) => radius + Math.Floor(0.5 * (BoxSize - (2 * radius) - (scale * extent)) + 1e-6);
    }

    /// <summary>Inks the way.</summary>
    /// <param name="way">The way, in pixels of the box.</param>
    /// <param name="radius">Half the usual thickness, in pixels.</param>
    /// <param name="softness">Width of the grey rim between paper and ink, in pixels.</param>
    /// <param name="pixels">Receives 28 x 28 values, row by row; 0 is paper, 255 ink.</param>
    public static void Ink(ReadOnlySpan<PenPoint> way, double radius, double softness, Span<byte> pixels)
    {
        Span<double> depths = stackalloc double[DepthStep * BoxSize];
        depths.Fill(Outside);
        for (var i = 1; i < way.Length; i++)
            if (!way[i].StartsStroke)
                Deepen(depths, way[i - 1], way[i], radius, softness);

        Span<byte> box = stackalloc byte[BoxSize * BoxSize];
        Shade(depths, softness, box);
        Centre(box, pixels);
    }

    // How deep each pixel's middle lies inside the ink of one straight step: radius minus distance, the largest of all steps.
    // A vector holds neighbours of a row; those beyond the reach lie so far outside that they are paper with it or without it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Deepen(Span<double> depths, PenPoint from, PenPoint to, double radius, double softness)
    {
        var step = to.At - from.At;
        var reach = (radius * Math.Max(from.Pressure, to.Pressure)) + softness;
        var (left, right) = Pixels(from.At.X, to.At.X, reach);
        var (top, bottom) = Pixels(from.At.Y, to.At.Y, reach);
        var inverse = 1 / ((step.X * step.X) + (step.Y * step.Y) + 1e-9);
        var (stepX, stepY) = (Vector512.Create(step.X), Vector512.Create(step.Y));
        for (var x = left; x < right; x += Vector512<double>.Count)
        {
            var offsetX = Vector512.Create(x + 0.5) + Vector512<double>.Indices - Vector512.Create(from.At.X);
            for (var y = top; y < bottom; y++)
            {
                var offsetY = Vector512.Create(y + 0.5 - from.At.Y);
                var t = Unit(((offsetX * stepX) + (offsetY * stepY)) * inverse);
                var thickness = (Vector512.Create(from.Pressure) + (t * (to.Pressure - from.Pressure))) * radius;
                var (awayX, awayY) = (offsetX - (t * stepX), offsetY - (t * stepY));
                var depth = thickness - Vector512.Sqrt((awayX * awayX) + (awayY * awayY));
                var at = depths.Slice((y * DepthStep) + x, Vector512<double>.Count);
                Vector512.MaxNative(Vector512.Create<double>(at), depth).CopyTo(at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shade(ReadOnlySpan<double> depths, double softness, Span<byte> box)
    {
        Span<double> shades = stackalloc double[DepthStep];
        for (var y = 0; y < BoxSize; y++)
        {
            var row = depths.Slice(y * DepthStep, DepthStep);
            for (var x = 0; x < BoxSize; x += Vector512<double>.Count)
            {
                var depth = Vector512.Create<double>(row[x..]);
                var ink = Unit(Vector512.Create(0.5) + (depth / softness));
                ((ink * 255) + Vector512.Create(0.5)).CopyTo(shades[x..]);
            }

            for (var x = 0; x < BoxSize; x++)
                box[(y * BoxSize) + x] = (byte)shades[x];
        }
    }

    // From 0 to 1; whether a 0 has a sign makes no difference to what is computed from it. No value is not a number.
    private static Vector512<double> Unit(Vector512<double> x) =>
        Vector512.MinNative(Vector512.MaxNative(x, Vector512<double>.Zero), Vector512<double>.One);

    private static (int First, int End) Pixels(double a, double b, double reach) =>
        (Math.Max((int)(Math.Min(a, b) - reach), 0), Math.Min((int)(Math.Max(a, b) + reach) + 1, BoxSize));

    private static void Centre(ReadOnlySpan<byte> box, Span<byte> pixels)
    {
        var (mass, momentX, momentY) = (0, 0, 0);
        for (var y = 0; y < BoxSize; y++)
            for (var x = 0; x < BoxSize; x++)
            {
                var ink = box[(y * BoxSize) + x];
                mass += ink;
                momentX += ink * ((2 * x) + 1);
                momentY += ink * ((2 * y) + 1);
            }

        var (left, top) = (Start(momentX, mass), Start(momentY, mass));
        pixels.Clear();
        for (var y = 0; y < BoxSize; y++)
            box.Slice(y * BoxSize, BoxSize).CopyTo(pixels.Slice(((top + y) * Size) + left, BoxSize));
    }

    // First pixel of the box, so that its centre of mass, moment / (2 mass), comes to lie on the middle of pixel 14 (that is
    // where it lies in MNIST), rounded to whole pixels and never outside the picture.
    private static int Start(int moment, int mass) => Math.Clamp(((30 * mass) - moment) / (2 * mass), 0, Size - BoxSize);
}
