using TorchBasics.Core;

namespace TorchBasics.Training.Data.Digits;

/// <summary>Writes one digit in a random hand.</summary>
internal static class Pen
{
    private static readonly Vector Middle = new(40, 50);

    /// <summary>Writes.</summary>
    /// <param name="allograph">The way of writing.</param>
    /// <param name="random">The image's own stream.</param>
    /// <param name="pixels">Receives 28 x 28 grey values.</param>
    public static void Write(Allograph allograph, RandomGenerator random, Span<byte> pixels)
    {
        var kinds = allograph.Poses[0].Kinds;
        Span<Vector> points = stackalloc Vector[kinds.Count];
        Span<double> pressures = stackalloc double[kinds.Count];
        Blend(allograph.Poses, random, points);
        var care = random.NextUniform(1, 5);
        for (var i = 0; i < points.Length; i++)
        {
            points[i] += random.NextShift(care);
            pressures[i] = random.NextFactor(0.12);
        }

        Span<PenPoint> way = stackalloc PenPoint[points.Length * (Curve.StepsPerSpan + 1)];
        way = way[..Curve.Trace(points, kinds, pressures, way)];
        Bend(way, random);
        var radius = 1.22 * random.NextFactor(0.3);
        Canvas.Fit(way, radius);
        Canvas.Ink(way, radius, random.NextUniform(1, 1.5), pixels);
    }

    // A point between two extremes, or a little beyond one of them.
    private static void Blend(IReadOnlyList<Pose> poses, RandomGenerator random, Span<Vector> points)
    {
        var a = poses[random.NextInt32(poses.Count)].Points;
        var b = poses[random.NextInt32(poses.Count)].Points;
        var share = random.NextUniform(-0.15, 1.15);
        for (var i = 0; i < points.Length; i++)
            points[i] = a[i] + (share * (b[i] - a[i]));
    }

    // Elastic bends, then aspect, slant and rotation about the middle.
    private static void Bend(Span<PenPoint> way, RandomGenerator random)
    {
        var field = new ElasticField(random, 10);
        var width = random.NextFactor(0.22);
        var slant = 0.1 + (0.28 * random.NextBell());
        var (cosine, sine) = Rotation(0.05 * random.NextBell());
        foreach (ref var point in way)
        {
            var p = field.Move(point.At) - Middle;
            var slanted = new Vector((width * p.X) - (slant * p.Y), p.Y);
            var rotated = new Vector((cosine * slanted.X) - (sine * slanted.Y), (sine * slanted.X) + (cosine * slanted.Y));
            point = point with { At = rotated };
        }
    }

    // The rational parametrisation of the circle: t is the tangent of half the angle.
    private static (double Cosine, double Sine) Rotation(double t)
    {
        var scale = 1 / (1 + (t * t));
        return ((1 - (t * t)) * scale, 2 * t * scale);
    }
}
