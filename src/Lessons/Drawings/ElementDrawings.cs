using System.Globalization;
using TorchBasics.Core.Layers;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Learning;
using TorchBasics.Reference.Tracing;
using static TorchBasics.Lessons.Drawings.MatrixDrawing;

namespace TorchBasics.Lessons.Drawings;

/// <summary>How one number of a layer is computed, with all the numbers.</summary>
internal static class ElementDrawings
{
    private const int Largest = 8;

    /// <summary>The window, the kernel, the products and the sum; for a linear layer the largest products.</summary>
    public static IEnumerable<Block> Of(WalkElement element, Texts texts) => element.Stage.Layer switch
    {
        Conv2d => Convolution(element, texts),
        Pool2d => Pooling(element, texts),
        _ => Units(element, texts),
    };

    private static IEnumerable<Block> Convolution(WalkElement element, Texts texts)
    {
        var (rows, columns) = (element.Window.Sizes[2], element.Window.Sizes[3]);
        var area = rows * columns;
        var sums = Enumerable.Range(0, element.Terms.Count / area)
            .Select(channel => element.Terms.Skip(channel * area).Take(area).Sum(term => term.Product)).ToList();
        var shown = sums.Index().MaxBy(sum => Math.Abs(sum.Item)).Index;
        yield return new Paragraph(texts.Format(
            sums.Count == 1 ? "element.conv" : "element.conv.channels", element.Name, area, sums.Count, shown));
        yield return new Beside(
            Matrix("element.window", term => term.Input.Value),
            Matrix("element.kernel", term => term.Weight?.Value ?? 0),
            Matrix("element.products", term => term.Product));
        yield return new Formula(
        [
            $"{texts["bias"]} {Number(element.Bias)}",
            .. sums.Index().Select(sum =>
                $"{(sum.Item < 0 ? "-" : "+")} {Number(Math.Abs(sum.Item))}   {texts.Format("element.channel", sum.Index)}"),
            .. End(element),
        ]);

        Picture Matrix(string key, Func<TraceTerm, double> number)
        {
            var values = MapSheet.Cut([.. element.Terms.Skip(shown * area).Take(area).Select(number)], rows, columns)[0];
            var terms = element.Terms.Skip(shown * area).Take(area).ToList();
            var drawing = new MatrixDrawing(values)
            {
                Text = value => Short(value),
                Tip = (row, column) => Product(terms[(row * columns) + column]),
            };
            var caption = texts.Format(key, shown);
            return new(drawing.Draw(caption), caption, drawing.Lines());
        }
    }

    private static IEnumerable<Block> Pooling(WalkElement element, Texts texts)
    {
        var values = MapSheet.Cut(element.Window.ToDoubles(), element.Window.Sizes[2], element.Window.Sizes[3])[0];
        var drawing = new MatrixDrawing(values)
        {
            Text = value => Short(value),
            IsMarked = (row, column) => values[row, column] == element.Result,
        };
        var caption = texts.Format("element.pool", element.Name, Number(element.Result));
        yield return new Beside(
            new Picture(drawing.Draw(caption), caption, drawing.Lines()),
            new Formula($"max({string.Join(", ", element.Window.ToDoubles().Select(Number))}) = {Number(element.Result)}"));
    }

    private static IEnumerable<Block> Units(WalkElement element, Texts texts)
    {
        var largest = element.Terms.Index().OrderByDescending(term => Math.Abs(term.Item.Product)).Take(Largest).ToList();
        yield return new Paragraph(texts.Format("element.units", element.Name, element.Terms.Count, largest.Count));
        yield return new Formula(
        [
            $"{texts["bias"]} {Number(element.Bias)}",
            .. largest.Select(term =>
                $"+ {Product(term.Item)}   ({texts.Format("element.input", term.Index)})"),
            texts.Format(
                "element.rest",
                element.Terms.Count - largest.Count,
                Number(element.Terms.Sum(term => term.Product) - largest.Sum(term => term.Item.Product))),
            .. End(element),
        ]);
    }

    private static IEnumerable<string> End(WalkElement element)
    {
        var sum = element.Bias + element.Terms.Sum(term => term.Product);
        yield return $"= {sum.ToString("G8", CultureInfo.InvariantCulture)}";
        if (element.Stage.Activation is Relu)
            yield return $"ReLU: max(0, {Number(sum)}) = {element.Result.ToString("G8", CultureInfo.InvariantCulture)}";
    }

    private static string Product(TraceTerm term) =>
        $"{Number(term.Weight?.Value ?? 0)} · {Number(term.Input.Value)} = {Number(term.Product)}";

    private static string Short(double value) => (Math.Round(value * 100) / 100 + 0.0).ToString(CultureInfo.InvariantCulture);
}
