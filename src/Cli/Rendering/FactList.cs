using Spectre.Console;
using Spectre.Console.Rendering;

namespace TorchBasics.Cli.Rendering;

/// <summary>
/// Names and values in two columns. Long values go on below themselves, broken between words. A value that is too long for its
/// column without a blank, such as a hash or a path, stands below its name, on one line that can be copied.
/// </summary>
internal sealed class FactList : Renderable
{
    private const int Gap = 2;
    private const int LeastRoom = 20;

    private readonly List<(string Name, string Value)> _facts = [];

    /// <summary>Adds a fact; without a name it goes on with the one before.</summary>
    public void Add(string name, string value) => _facts.Add((Printable.OnOneLine(name), Printable.OnOneLine(value)));

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var indent = _facts.Max(fact => fact.Name.Length) + Gap;
        foreach (var (name, value) in _facts)
        {
            var room = maxWidth - indent;
            var isBeside = room >= LeastRoom && value.Split(' ').Max(word => word.Length) <= room;
            yield return new Segment(name, new Style(decoration: Decoration.Bold));
            if (!isBeside && name.Length > 0)
                yield return Segment.LineBreak;
            var margin = isBeside ? indent : Gap;
            var isFirst = true;
            foreach (var line in LineBreaking.Between(value, maxWidth - margin))
            {
                yield return new Segment(new string(' ', isFirst && isBeside ? indent - name.Length : margin) + line);
                yield return Segment.LineBreak;
                isFirst = false;
            }
        }
    }
}
