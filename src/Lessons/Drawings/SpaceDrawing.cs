using System.Xml.Linq;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Lessons.Drawings;

/// <summary>A point of a class in space.</summary>
/// <param name="X">First coordinate.</param>
/// <param name="Y">Second coordinate.</param>
/// <param name="Z">Height.</param>
/// <param name="Class">Its class, from 0.</param>
internal readonly record struct SpacePoint(double X, double Y, double Z, int Class);

/// <summary>
/// Draws points and a plane over the unit square, seen without perspective from a turnable side and somewhat from above: the
/// eye is twice as far away as it is high.
/// </summary>
/// <param name="degrees">How far the square is turned about the vertical axis.</param>
internal sealed class SpaceDrawing(int degrees)
{
    private const double Scale = 150, MiddleX = Svg.ChartWidth / 2.0, MiddleY = 226, Height = 368;
    private const double Edge = 0.2; // how far the plane reaches beyond the square
    private const double Floor = -0.45, Top = 1.25;

    private readonly double _cos = Turn.Cos(degrees);
    private readonly double _sin = Turn.Sin(degrees);
    private readonly double _up = 2 / Math.Sqrt(5); // cosine and sine of the eye's height
    private readonly double _down = 1 / Math.Sqrt(5);

    /// <summary>How much of a plane's front the eye sees: 0 where the plane is but a line.</summary>
    /// <param name="a">The plane is a x + b y + c z + d = 0.</param>
    /// <param name="b">As above.</param>
    /// <param name="c">As above.</param>
    public double Facing(double a, double b, double c) =>
        (-_up * ((a * _sin) + (b * _cos)) + (c * _down)) / Math.Sqrt((a * a) + (b * b) + (c * c));

    /// <summary>Draws points and a plane that is not vertical.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    /// <param name="points">The points.</param>
    /// <param name="a">The plane is a x + b y + c z + d = 0.</param>
    /// <param name="b">As above.</param>
    /// <param name="c">As above; not 0.</param>
    /// <param name="d">As above.</param>
    /// <param name="names">Names of the three axes.</param>
    /// <param name="tip">What a point tells whoever points at it.</param>
    public XElement Draw(
        string description, IReadOnlyList<SpacePoint> points, double a, double b, double c, double d,
        (string X, string Y, string Z) names, Func<SpacePoint, string> tip)
    {
        double HeightAt(double x, double y) => -((a * x) + (b * y) + d) / c;
        double Side(SpacePoint point) => ((a * point.X) + (b * point.Y) + (c * point.Z) + d) * Facing(a, b, c);
        (double X, double Y)[] corners = [(-Edge, -Edge), (1 + Edge, -Edge), (1 + Edge, 1 + Edge), (-Edge, 1 + Edge)];
        var plane = Shapes.Path(
            "plane",
            corners.Select(corner => See(corner.X, corner.Y, Math.Clamp(HeightAt(corner.X, corner.Y), Floor - 1, Top + 1))),
            isClosed: true);
        // What lies behind the plane is drawn before it, and so is the floor with its axes.
        return Svg.Drawing(
            (int)Height,
            description,
            Shapes.Path("floor", [See(0, 0, 0), See(1, 0, 0), See(1, 1, 0), See(0, 1, 0)], isClosed: true),
            Axis((1.45, 0, 0), names.X),
            Axis((0, 1.45, 0), names.Y),
            Axis((0, 0, Top), names.Z),
            points.Where(point => Side(point) < 0).OrderByDescending(Depth).SelectMany(point => Draw(point, tip)),
            plane,
            points.Where(point => Side(point) >= 0).OrderByDescending(Depth).SelectMany(point => Draw(point, tip)));
    }

    private IEnumerable<XElement> Draw(SpacePoint point, Func<SpacePoint, string> tip)
    {
        var ((x, y), (footX, footY)) = (See(point.X, point.Y, point.Z), See(point.X, point.Y, 0));
        if (point.Z != 0)
            yield return Shapes.Line("drop", x, y, footX, footY);
        yield return Shapes.WithTip(Shapes.Mark(point.Class, x, y, 8), tip(point));
        yield return Shapes.Text("", x + 13, y - 8, $"{point.X}, {point.Y}", "start", 13);
    }

    private IEnumerable<XElement> Axis((double X, double Y, double Z) end, string name)
    {
        var ((x, y), (startX, startY)) = (See(end.X, end.Y, end.Z), See(0, 0, 0));
        yield return Shapes.Line("axis-line", startX, startY, x, y);
        yield return Shapes.Text("axis", x, y - 6, name);
    }

    private double Depth(SpacePoint point) => ((point.X - 0.5) * _sin) + ((point.Y - 0.5) * _cos);

    // Turned about the middle of the square, then looked at from above by the angle of the eye.
    private (double X, double Y) See(double x, double y, double z)
    {
        var (right, away) = (((x - 0.5) * _cos) - ((y - 0.5) * _sin), ((x - 0.5) * _sin) + ((y - 0.5) * _cos));
        return (MiddleX + (Scale * right), MiddleY - (Scale * ((z * _up) + (away * _down))));
    }
}
