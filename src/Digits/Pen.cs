using TorchBasics.Core;

namespace TorchBasics.Digits;

/// <summary>
/// Writes one digit in a random hand. The ranges below were chosen by eye beside MNIST's training images, and by how well
/// a LeNet-5 trained on generated digits reads those; none was fitted to pixels.
/// </summary>
internal static class Pen
{
    private static readonly Vector Middle = new(40, 50);

    // Lengths are in units of the poses, where a digit is 100 high, except the last two, which are pixels of the picture.
    private const double MostCareful = 1;       // deviation of every point from its pose, of the neatest hand
    private const double MostCareless = 6;      // ... and of the untidiest
    private const double BeyondPose = 0.15;     // share by which a blend of two poses may pass one of them
    private const double BendDeviation = 14;    // of the control points of the elastic field
    private const double WidthSpread = 0.22;
    private const double MeanSlant = 0.12;      // to the right; tangent of the angle
    private const double SlantDeviation = 0.26;
    private const double TurnDeviation = 0.05;  // tangent of half the angle: about 6 degrees
    private const double PressureSpread = 0.12; // of the thickness along one line
    private const double RadiusSpread = 0.3;
    private const double MeanRadius = 1.22;     // half the thickness of a line
    private const double SharpestRim = 1;       // from paper to ink
    private const double SoftestRim = 1.5;

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
        var care = random.NextUniform(MostCareful, MostCareless);
        for (var i = 0; i < points.Length; i++)
        {
            points[i] += random.NextShift(care);
            pressures[i] = random.NextFactor(PressureSpread);
        }

        Span<PenPoint> way = stackalloc PenPoint[points.Length * Curve.StepsPerSpan];
        way = way[..Curve.Trace(points, kinds, pressures, way)];
        Bend(way, random);
        var radius = MeanRadius * random.NextFactor(RadiusSpread);
        Canvas.Fit(way, radius);
        Canvas.Ink(way, radius, random.NextUniform(SharpestRim, SoftestRim), pixels);
    }

    // A point between two extremes, or a little beyond one of them.
    private static void Blend(IReadOnlyList<Pose> poses, RandomGenerator random, Span<Vector> points)
    {
        var a = poses[random.NextInt32(poses.Count)].Points;
        var b = poses[random.NextInt32(poses.Count)].Points;
        var share = random.NextUniform(-BeyondPose, 1 + BeyondPose);
        for (var i = 0; i < points.Length; i++)
            points[i] = a[i] + (share * (b[i] - a[i]));
    }

    // Elastic bends, then width, slant and a turn about the middle.
    private static void Bend(Span<PenPoint> way, RandomGenerator random)
    {
        var field = new ElasticField(random, BendDeviation);
        var width = random.NextFactor(WidthSpread);
        var slant = MeanSlant + (SlantDeviation * random.NextBell());
        var (cosine, sine) = Rotation(TurnDeviation * random.NextBell());
        foreach (ref var point in way)
        {
            var p = field.Move(point.At) - Middle;
            var slanted = new Vector((width * p.X) - (slant * p.Y), p.Y);
            var turned = new Vector((cosine * slanted.X) - (sine * slanted.Y), (sine * slanted.X) + (cosine * slanted.Y));
            point = point with { At = turned };
        }
    }

    // The rational parametrisation of the circle by the tangent of half the angle: no sine, no cosine.
    private static (double Cosine, double Sine) Rotation(double tangentOfHalf)
    {
        var square = tangentOfHalf * tangentOfHalf;
        return ((1 - square) / (1 + square), 2 * tangentOfHalf / (1 + square));
    }
}
