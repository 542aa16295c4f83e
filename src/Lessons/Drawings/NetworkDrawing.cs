using System.Xml.Linq;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Draws a network from its description: columns of units for vectors, stacks of sheets for pictures.</summary>
/// <param name="architecture">The network.</param>
/// <param name="title">What stands above the input.</param>
internal sealed class NetworkDrawing(Architecture architecture, string title)
{
    private const double Top = 40, Body = 230, Letters = 12;
    private const int ShownAtMost = 10, SheetsAtMost = 6;

    private readonly List<Stage> _stages = Stage.Of(architecture, title);

    /// <summary>The units shown of a long column, the first and the last ones; -1 stands for those left out.</summary>
    public static IReadOnlyList<int> Shown(int count) => count <= ShownAtMost
        ? [.. Enumerable.Range(0, count)]
        : [0, 1, 2, -1, count - 3, count - 2, count - 1];

    /// <summary>The drawing for a page.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    /// <param name="tip">What a layer tells whoever points at it, by its place among the layers; -1 is the input.</param>
    public XElement Draw(string description, Func<int, string> tip)
    {
        var pitch = Svg.ChartWidth / (double)_stages.Count;
        var svg = Svg.Drawing((int)(Top + Body + 44), description);
        for (var k = 1; k < _stages.Count; k++)
            svg.Add(Links(k, pitch));
        for (var k = 0; k < _stages.Count; k++)
            svg.Add(Shapes.WithTip(Svg.Element("g", Draw(k, pitch)), tip(_stages[k].Layer)));
        for (var k = 1; k < _stages.Count; k++)
            svg.Add(Looks(k, pitch));
        return svg;
    }

    /// <summary>The drawing in letters: a line for what flows, a line for what is done to it.</summary>
    public IReadOnlyList<string> Lines() =>
    [
        .. _stages.SelectMany((stage, k) => k == 0
            ? (string[])[$"[{stage.Size}]"]
            : [$"   | {stage.What}", $"[{stage.Size}]"]),
    ];

    private IEnumerable<XElement> Draw(int k, double pitch)
    {
        var (stage, middle) = (_stages[k], Middle(k, pitch));
        yield return Shapes.Text("", middle, k % 2 == 0 ? 15 : 31, stage.Name, size: Letters);
        if (stage.IsPicture)
        {
            foreach (var sheet in Sheets(k, pitch))
                yield return Shapes.Rectangle("unit", sheet.X, sheet.Y, sheet.Width, sheet.Height);
            yield return Shapes.Text("", middle, Top + Body + 18, $"{stage.Shape[0]}", size: 13);
            yield return Shapes.Text("axis", middle, Top + Body + 34, $"{stage.Shape[1]}×{stage.Shape[2]}", size: Letters);
            yield break;
        }

        var shown = Shown(stage.Shape[0]);
        foreach (var (place, unit) in shown.Index())
        {
            var y = UnitY(place, shown.Count);
            yield return unit >= 0
                ? Shapes.Circle("unit", middle, y, Radius(pitch))
                : Shapes.Text("", middle, y + 5, "⋮", size: 16);
        }

        yield return Shapes.Text("", middle, Top + Body + 18, $"{stage.Shape[0]}", size: 13);
    }

    // The window through which a place of a map sees the map before it.
    private IEnumerable<XElement> Looks(int k, double pitch)
    {
        var (before, stage) = (_stages[k - 1], _stages[k]);
        if (stage.Window is not { } window || !before.IsPicture)
            yield break;
        var (from, to) = (Sheets(k - 1, pitch)[^1], Sheets(k, pitch)[^1]);
        var (width, height) = (
            from.Width * Math.Min(1, window.Width / (double)before.Shape[2]),
            from.Height * Math.Min(1, window.Height / (double)before.Shape[1]));
        var (x, y) = (from.X + (0.5 * (from.Width - width)), from.Y + (0.5 * (from.Height - height)));
        var (endX, endY) = (to.X + (to.Width * 0.3), to.Y + (to.Height * 0.5));
        yield return Shapes.Rectangle("look", x, y, width, height);
        yield return Shapes.Line("look", x + width, y, endX, endY);
        yield return Shapes.Line("look", x + width, y + height, endX, endY);
    }

    // From unit to unit, and from a stack to a column by its corners.
    private IEnumerable<XElement> Links(int k, double pitch)
    {
        var (before, stage) = (_stages[k - 1], _stages[k]);
        if (stage.Window is not null)
            yield break;
        if (before.IsPicture)
        {
            var from = Sheets(k - 1, pitch)[^1];
            var places = stage.IsPicture ? 1 : Shown(stage.Shape[0]).Count;
            foreach (var place in new[] { 0, places - 1 }.Distinct())
                yield return Shapes.Line(
                    "link", from.X + from.Width, place == 0 ? from.Y : from.Y + from.Height,
                    Middle(k, pitch), stage.IsPicture ? Top + (Body / 2) : UnitY(place, places));
            yield break;
        }

        if (stage.IsPicture)
            yield break;
        var (units, next) = (Shown(before.Shape[0]), Shown(stage.Shape[0]));
        foreach (var (a, unit) in units.Index().Where(one => one.Item >= 0))
            foreach (var (b, other) in next.Index().Where(one => one.Item >= 0))
                if (stage.Joins || unit == other)
                    yield return Shapes.Line(
                        "link", Middle(k - 1, pitch), UnitY(a, units.Count), Middle(k, pitch), UnitY(b, next.Count));
    }

    private static double Middle(int k, double pitch) => (k + 0.5) * pitch;

    private static double Radius(double pitch) => Math.Min(11, pitch / 6);

    private static double UnitY(int place, int count)
    {
        var step = Math.Min(34, Body / count);
        return Top + (Body / 2) + ((place - ((count - 1) / 2.0)) * step);
    }

    // The sheets of a stack, the one in front last; a sheet's side grows with the root of its picture's.
    private List<(double X, double Y, double Width, double Height)> Sheets(int k, double pitch)
    {
        var stage = _stages[k];
        var sheets = Math.Min(stage.Shape[0], SheetsAtMost);
        var largest = _stages.Where(one => one.IsPicture).Max(one => Math.Max(one.Shape[1], one.Shape[2]));
        double Side(int size) => Math.Max(7, 0.66 * pitch * Math.Sqrt(size / (double)largest));
        var (width, height) = (Side(stage.Shape[2]), Side(stage.Shape[1]));
        var shift = Math.Min(5, pitch * 0.28 / SheetsAtMost);
        var spread = shift * (sheets - 1);
        var (left, top) = (Middle(k, pitch) - ((width + spread) / 2), Top + (Body / 2) - ((height + (2.5 * spread)) / 2));
        return [.. Enumerable.Range(0, sheets).Select(sheet => (
            left + (shift * sheet), top + (2.5 * shift * sheet), width, height))];
    }

    /// <summary>A place where something new leaves a layer; what only changes values is named with the layer before it.</summary>
    private sealed record Stage(string Name, string What, Shape Shape, int Layer, Size2d? Window, bool Joins)
    {
        public bool IsPicture => Shape.Count == 3;

        public string Size => IsPicture ? $"{Shape[0]} x {Shape[1]} x {Shape[2]}" : $"{Shape[0]}";

        public static List<Stage> Of(Architecture architecture, string title)
        {
            var stages = new List<Stage> { new(title, "", architecture.Input, -1, null, Joins: false) };
            foreach (var (k, layer) in architecture.Layers.Index())
            {
                if (layer is Activation or Dropout or Softmax or LogSoftmax)
                {
                    stages[^1] = stages[^1] with { What = $"{stages[^1].What}, {layer.Kind}" };
                    continue;
                }

                var window = WindowOf(layer);
                stages.Add(new(
                    layer.Name ?? ShortName(layer),
                    $"{layer.Name} {layer.Kind} {window}".Trim(),
                    architecture.Shapes[k + 1], k, window, Joins: layer is not Flatten));
            }

            return stages;
        }

        private static string ShortName(Layer layer) => layer switch
        {
            MaxPool2d => "max",
            AvgPool2d or GlobalAvgPool2d => "average",
            ConstantPad2d => "pad",
            Core.Layers.Flatten => "flatten",
            _ => layer.Kind,
        };

        private static Size2d? WindowOf(Layer layer) => layer switch
        {
            Conv2d one => one.Window.Kernel,
            PartialConv2d one => one.Window.Kernel,
            Subsampling one => one.Window.Kernel,
            Pool2d one => one.Window.Kernel,
            _ => null,
        };
    }
}
