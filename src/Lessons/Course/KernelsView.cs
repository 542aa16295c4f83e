using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using static TorchBasics.Lessons.Learning.SumText;

namespace TorchBasics.Lessons.Course;

/// <summary>How the lesson about classical kernels shows its result.</summary>
/// <param name="result">The result.</param>
/// <param name="texts">What to say.</param>
internal sealed class KernelsView(KernelsLesson.Result result, Texts texts)
{
    private const double Full = 255;

    private static readonly string[] Order =
    [
        "identity", "box", "gaussian", "sharpen", "sobel-x", "sobel-y", ClassicalKernels.Gradient, "laplacian", "emboss",
        KernelsLesson.Own,
    ];

    /// <summary>The parts, from top to bottom.</summary>
    public IEnumerable<Block> Blocks() => [.. Pictures(), .. Element(), .. Gallery()];

    private static bool HasSigns(string kernel) => kernel is not ("identity" or "box" or "gaussian" or ClassicalKernels.Gradient);

    private IEnumerable<Block> Pictures()
    {
        var (row, column) = (result.Row, result.Column);
        var chosen = result.Chosen;
        var (least, most) = (chosen.Cast<double>().Min(), chosen.Cast<double>().Max());
        var original = new PixelPicture(result.Picture) { Full = Full, Window = Window(row, column) };
        var answer = new PixelPicture(chosen) { IsSigned = HasSigns(result.Kernel), Window = (row, column, 1, 1), Tip = Tip };
        var caption = result.Label is { } label ? texts.Format("original.digit", label) : texts["original.own"];
        var said = texts.Format("answer.caption", Name(result.Kernel), Rounded(least), Rounded(most));
        yield return new Paragraph(texts[HasSigns(result.Kernel) ? "pictures.signed" : "pictures.grey"]);
        yield return new Beside(
            new Picture(original.Draw(caption), caption, original.Lines()), new Picture(answer.Draw(said), said, answer.Lines()));
    }

    private static (int Row, int Column, int Rows, int Columns) Window(int row, int column)
    {
        var (top, left) = (Math.Max(0, row - 1), Math.Max(0, column - 1));
        return (top, left, Math.Min(KernelsLesson.Size, row + 2) - top, Math.Min(KernelsLesson.Size, column + 2) - left);
    }

    // Paper all around gives nothing to tell.
    private string? Tip(int row, int column) => result.Chosen[row, column] == 0 ? null : texts.Format(
        "tip", row + 1, column + 1, result.Traced.Count == 1
            ? Sum(result.Traced[0], row, column)
            : Root(row, column));

    private static string Sum(KernelsLesson.TracedKernel traced, int row, int column)
    {
        var element = traced.Sums.Element(row, column);
        var products = Products(element.Terms.Where(term => term.Product != 0));
        var divisor = traced.Kernel.Divisor;
        return divisor == 1
            ? $"{products} = {Rounded(element.Result)}"
            : $"({products}) / {Number(divisor)} = {Rounded(element.Result / divisor)}";
    }

    private string Root(int row, int column)
    {
        var slopes = result.Traced.Select(traced => traced.Sums.Element(row, column).Result).ToList();
        return $"√({Factor(slopes[0])}² + {Factor(slopes[1])}²) = {Rounded(result.Chosen[row, column])}";
    }

    private IEnumerable<Block> Element()
    {
        var (row, column) = (result.Row, result.Column);
        var padded = Planes.Padded(result.Picture, 1);
        var window = Planes.Make(3, 3, (p, q) => padded[row + p, column + q]);
        yield return new Heading(texts["element.heading"]);
        yield return new Paragraph(texts.Format("element.text", row + 1, column + 1));
        foreach (var traced in result.Traced)
        {
            var products = Planes.Zip(window, traced.Kernel.Weights, (pixel, weight) => pixel * weight);
            var board = new MatrixBoard()
                .Add((texts["window"], new MatrixDrawing(window) { Text = Number, Full = Full }))
                .Add((Name(traced.Kernel.Name), new MatrixDrawing(traced.Kernel.Weights) { Text = Number }))
                .Add((texts["products"], new MatrixDrawing(products) { Text = value => Rounded(value) }));
            var caption = texts.Format("element.caption", Name(traced.Kernel.Name), Rounded(products.Cast<double>().Sum()));
            yield return new Picture(board.Draw(caption), caption, board.Lines());
        }

        yield return new Formula(
        [
            .. result.Traced.Select(traced => Sum(traced, row, column)),
            .. result.Traced.Count > 1 ? (IEnumerable<string>)[Root(row, column)] : [],
        ]);
    }

    private IEnumerable<Block> Gallery()
    {
        var gallery = new PixelGallery(columns: 4);
        foreach (var name in Order)
        {
            var plane = result.Results.First(one => one.Name == name).Plane;
            gallery.Add(Name(name), new PixelPicture(plane) { IsSigned = HasSigns(name) });
        }

        yield return new Heading(texts["gallery.heading"]);
        yield return new Picture(gallery.Draw(texts["gallery.caption"]), texts["gallery.caption"]);
        yield return new DataTable(
            texts["table.caption"],
            [
                new(texts["kernel"], IsText: true), new(texts["weights"], IsText: true), new(texts["weight-sum"]),
                new(texts["shows"], IsText: true),
            ],
            [
                .. result.Kernels.Select(kernel => (IReadOnlyList<Cell>)
                [
                    Name(kernel.Name),
                    Weights(kernel),
                    Rounded(kernel.WeightSum / kernel.Divisor),
                    texts[$"shows.{kernel.Name}"],
                ]),
            ]);
    }

    private static string Weights(ClassicalKernel kernel)
    {
        var rows = string.Join(" | ", Enumerable.Range(0, 3).Select(row => string.Join(
            ' ', Enumerable.Range(0, 3).Select(column => Number(kernel.Weights[row, column])))));
        return kernel.Divisor == 1 ? rows : $"({rows}) / {Number(kernel.Divisor)}";
    }

    private string Name(string kernel) => texts[$"choice.kernel.{kernel}"];
}
