using System.Globalization;
using TorchBasics.Core.Layers;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Learning;

namespace TorchBasics.Lessons.Drawings;

/// <summary>What a picture looks like behind each layer of a network.</summary>
internal static class LeNetDrawings
{
    /// <summary>Kernels and maps, layer by layer, with frames around an element and around what it sees.</summary>
    public static IEnumerable<Block> Layers(DigitWalk walk, WalkElement element, byte[] picture, Texts texts)
    {
        var first = walk.Stages[0];
        var kernels = new MapSheet(MapSheet.Cut(first.Parameters[0].ToDoubles(), 5, 5), 3)
        {
            Tip = (map, row, column) =>
                $"conv1.weight[{map}, 0, {row}, {column}] = {Number(first.Parameters[0][map, 0, row, column].Value)}",
        };
        var caption = texts["kernels.caption"];
        yield return new Beside(
            new Picture(kernels.Draw(caption), caption),
            Framed(picture, element.Stage == first ? element : null, texts["input.caption"]));
        foreach (var pair in walk.Stages.Take(walk.Stages.Count - 1).Index().Chunk(2))
            yield return new Beside([.. pair.Select(stage => Maps(walk, stage.Index, element, texts))]);
    }

    /// <summary>A picture in its size, with what it shows.</summary>
    public static Picture Small(ReadOnlySpan<byte> picture, string caption)
    {
        var pixels = new PixelPicture(DigitSamples.ToMatrix(picture)) { Full = 1 };
        return new(pixels.Draw(caption), caption, pixels.Lines());
    }

    private static Picture Framed(byte[] picture, WalkElement? element, string caption)
    {
        var pixels = new PixelPicture(DigitSamples.ToMatrix(picture))
        {
            Full = 1,
            Window = element is null ? null : (element.Corner.Row, element.Corner.Column, 5, 5),
        };
        return new(pixels.Draw(caption), caption);
    }

    private static Picture Maps(DigitWalk walk, int place, WalkElement element, Texts texts)
    {
        var stage = walk.Stages[place];
        var isPicture = stage.Rows * stage.Columns > 1;
        var values = stage.After.ToDoubles();
        var sheet = isPicture
            ? new MapSheet(MapSheet.Cut(values, stage.Rows, stage.Columns), stage.Channels == 6 ? 3 : 4)
            {
                Window = Window(walk, place, element),
                Tip = values.Length > 500 ? null : (map, row, column) =>
                    $"{stage.Name}[{map}, {row}, {column}] = {Number(stage.At(map, row, column))}",
            }
            : new MapSheet(MapSheet.Cut(values, stage.Channels / 12, 12), 1)
            {
                Window = element.Stage == stage ? (0, element.Channel / 12, element.Channel % 12, 1, 1) : null,
                Tip = (_, row, column) => $"{stage.Name}[{(12 * row) + column}] = {Number(values[(12 * row) + column])}",
            };
        var caption = texts.Format(
            isPicture ? "maps.caption" : "units.caption",
            stage.Name + (stage.Activation is null ? "" : $" + {stage.Activation.Kind}"),
            stage.Channels,
            $"{stage.Rows} x {stage.Columns}",
            Count(stage.Layer.ParameterCount),
            Count(stage.MultiplyAdds));
        return new(sheet.Draw(caption), caption, values.Length > 500 ? [] : sheet.Lines());
    }

    // The element itself, or the part of a map before it that it sees.
    private static (int Map, int Row, int Column, int Rows, int Columns)? Window(DigitWalk walk, int place, WalkElement element)
    {
        if (walk.Stages[place] == element.Stage)
            return (element.Channel, element.Row, element.Column, 1, 1);
        if (place + 1 >= walk.Stages.Count || walk.Stages[place + 1] != element.Stage || element.Window.Rank != 4)
            return null;
        var map = element.Stage.Layer is Pool2d ? element.Channel : 0;
        return (map, element.Corner.Row, element.Corner.Column, element.Window.Sizes[2], element.Window.Sizes[3]);
    }

    private static string Number(double value) => MatrixDrawing.Number(value);

    private static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
