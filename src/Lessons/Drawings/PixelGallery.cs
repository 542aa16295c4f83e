using System.Xml.Linq;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Draws pictures in rows, each with a name above it, such as the feature maps of a layer.</summary>
/// <param name="columns">How many stand side by side.</param>
internal sealed class PixelGallery(int columns)
{
    private const double NameHeight = 20, Gap = 10;

    private readonly List<(string Title, List<(string Name, PixelPicture Picture)> Items)> _rows = [];

    /// <summary>Begins a row with a title.</summary>
    /// <param name="title">What its pictures have in common; nothing where a row has no title.</param>
    public PixelGallery Row(string title)
    {
        _rows.Add((title, []));
        return this;
    }

    /// <summary>Adds a picture; where the row is full, it begins a new one.</summary>
    /// <param name="name">What stands above it; short, or it runs into the next one.</param>
    /// <param name="picture">The picture.</param>
    public PixelGallery Add(string name, PixelPicture picture)
    {
        if (_rows.Count == 0 || _rows[^1].Items.Count == columns)
            Row("");
        _rows[^1].Items.Add((name, picture));
        return this;
    }

    /// <summary>The drawing for a page.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    public XElement Draw(string description)
    {
        var width = ((Svg.ChartWidth - 2 + Gap) / columns) - Gap;
        var content = new List<object>();
        var top = 0.0;
        foreach (var (title, items) in _rows)
        {
            if (title.Length > 0)
            {
                content.Add(Shapes.Text("", 1, top + 15, title, "start", 14));
                top += NameHeight;
            }

            foreach (var (column, (name, picture)) in items.Index())
            {
                var x = 1 + (column * (width + Gap));
                content.Add(Shapes.Text("axis", x, top + 14, name, "start", 13));
                content.Add(picture.Place(x, top + NameHeight, width));
            }

            top += NameHeight + items.Max(item => item.Picture.HeightAt(width)) + Gap;
        }

        return Svg.Drawing((int)Math.Ceiling(top), description, content);
    }
}
