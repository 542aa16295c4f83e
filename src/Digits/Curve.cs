namespace TorchBasics.Digits;

/// <summary>
/// Smooth ways through given points: Catmull-Rom curves whose parameter grows with the square root of the distance
/// ("centripetal"), which makes neither loops nor cusps between points (Yuksel, Schaefer, Keyser 2011).
/// </summary>
internal static class Curve
{
    /// <summary>Steps that a curve is cut into between two of its points.</summary>
    public const int StepsPerSpan = 6;

    /// <summary>Draws the way of the pen as short straight steps.</summary>
    /// <param name="points">Points to pass.</param>
    /// <param name="kinds">What happens at each.</param>
    /// <param name="pressures">Thickness of the line at each.</param>
    /// <param name="way">Room for the steps: at least <see cref="StepsPerSpan"/> for each point.</param>
    /// <returns>How many steps were written.</returns>
    public static int Trace(
        ReadOnlySpan<Vector> points, IReadOnlyList<PointKind> kinds, ReadOnlySpan<double> pressures, Span<PenPoint> way)
    {
        var count = 0;
        for (var i = 0; i < points.Length; i++)
        {
            var starts = i == 0 || kinds[i - 1] == PointKind.End;
            way[count++] = new PenPoint(points[i], pressures[i], starts);
            if (kinds[i] == PointKind.End)
                continue;
            var fromSmooth = !starts && kinds[i] == PointKind.Smooth;
            var toSmooth = kinds[i + 1] == PointKind.Smooth;
            var before = fromSmooth ? points[i - 1] : Mirror(points[i + 1], points[i]);
            var after = toSmooth ? points[i + 2] : Mirror(points[i], points[i + 1]);
            var piece = new Piece(before, points[i], points[i + 1], after);
            for (var step = 1; step < StepsPerSpan; step++)
            {
                var t = step * (1.0 / StepsPerSpan);
                way[count++] = new PenPoint(piece.At(t), pressures[i] + (t * (pressures[i + 1] - pressures[i])), false);
            }
        }

        return count;
    }

    private static Vector Mirror(Vector point, Vector centre) => (2 * centre) - point;

    // The piece between the points b and c as a cubic with given slopes at its ends (Hermite's form).
    private readonly struct Piece
    {
        private readonly Vector _b, _c, _slopeB, _slopeC;

        public Piece(Vector a, Vector b, Vector c, Vector d)
        {
            var ab = Spacing(a, b);
            var bc = Spacing(b, c);
            var cd = Spacing(c, d);
            (_b, _c) = (b, c);
            _slopeB = bc * (((1 / ab) * (b - a)) - ((1 / (ab + bc)) * (c - a)) + ((1 / bc) * (c - b)));
            _slopeC = bc * (((1 / bc) * (c - b)) - ((1 / (bc + cd)) * (d - b)) + ((1 / cd) * (d - c)));
        }

        public Vector At(double t)
        {
            var s = 1 - t;
            return (s * s * (1 + (2 * t)) * _b) + (t * t * (1 + (2 * s)) * _c) + (t * s * s * _slopeB) - (t * t * s * _slopeC);
        }

        // The smallest spacing keeps points that fell together from dividing by zero.
        private static double Spacing(Vector from, Vector to) => Math.Sqrt((to - from).Length) + 1e-3;
    }
}
