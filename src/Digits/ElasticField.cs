using System.Runtime.CompilerServices;
using TorchBasics.Core;

namespace TorchBasics.Digits;

/// <summary>
/// A smooth random displacement of the plane: a bicubic patch with 4 x 4 random control vectors over the square
/// [0, 100] x [0, 100] (free-form deformation, Sederberg and Parry 1986).
/// </summary>
internal struct ElasticField
{
    private Controls _controls;

    /// <summary>Draws a field.</summary>
    /// <param name="random">Where from.</param>
    /// <param name="deviation">Deviation of each control vector along each axis.</param>
    public ElasticField(RandomGenerator random, double deviation)
    {
        for (var i = 0; i < 16; i++)
            _controls[i] = random.NextShift(deviation);
    }

    /// <summary>Where a point of the plane goes.</summary>
    /// <param name="point">The point.</param>
    /// <returns>The displaced point.</returns>
    public readonly Vector Move(Vector point)
    {
        var x = Bernstein(point.X * 0.01);
        var y = Bernstein(point.Y * 0.01);
        return point + (y.B0 * Row(0, x)) + (y.B1 * Row(4, x)) + (y.B2 * Row(8, x)) + (y.B3 * Row(12, x));
    }

    private readonly Vector Row(int i, (double B0, double B1, double B2, double B3) x) =>
        (x.B0 * _controls[i]) + (x.B1 * _controls[i + 1]) + (x.B2 * _controls[i + 2]) + (x.B3 * _controls[i + 3]);

    private static (double B0, double B1, double B2, double B3) Bernstein(double t)
    {
        t = Math.Clamp(t, 0, 1);
        var s = 1 - t;
        return (s * s * s, 3 * t * s * s, 3 * t * t * s, t * t * t);
    }

    [InlineArray(16)]
    private struct Controls
    {
        private Vector _first;
    }
}
