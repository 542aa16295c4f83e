using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using static TorchBasics.Lessons.Learning.SumText;

namespace TorchBasics.Lessons.Course;

/// <summary>How the lesson about convolution shows its result.</summary>
/// <param name="result">The result.</param>
/// <param name="texts">What to say.</param>
internal sealed class ConvolutionView(ConvolutionLesson.Result result, Texts texts)
{
    private const int Size = ConvolutionLesson.Size, KernelSize = 3;
    private const double Small = 28;

    private static readonly string[] Channels = ["red", "green", "blue"];

    /// <summary>The parts, from top to bottom.</summary>
    public IEnumerable<Block> Blocks() => [.. Steps(), .. Borders(), .. Turned(), .. Colours()];

    // How many of the window's rows, or columns, lie in the picture.
    private static int Inside(int place, int stride, int padding) => Enumerable.Range(place * stride, KernelSize)
        .Count(pixel => pixel >= padding && pixel < Size + padding);

    private static MatrixDrawing Padded(
        double[,] plane, int padding, double size, int row, int column, int stride = 1, string names = "") =>
        new(Planes.Padded(plane, padding))
        {
            Size = size,
            Names = names,
            IsPale = (y, x) => y < padding || x < padding || y >= Size + padding || x >= Size + padding,
            IsMarked = (y, x) => y >= row * stride && y < (row * stride) + KernelSize
                && x >= column * stride && x < (column * stride) + KernelSize,
            Text = Number,
        };

    private IEnumerable<Block> Steps()
    {
        var (grey, stride, padding) = (result.Grey, result.Stride, result.Padding);
        yield return new Paragraph(texts.Format("steps.text", Size, KernelSize, grey.Rows));
        yield return new Formula(
            "floor((n + 2p - k) / s) + 1",
            $"= floor(({Size} + 2·{padding} - {KernelSize}) / {stride}) + 1 = {grey.Rows}");
        yield return new Frames(
            texts["steps.caption"],
            [
                .. from row in Enumerable.Range(0, grey.Rows)
                   from column in Enumerable.Range(0, grey.Columns)
                   select (IReadOnlyList<Block>)[Step(row, column), new Formula(
                       Lines(grey.Element(row, column), Inside(column, stride, padding)))],
            ]);
        yield return Whole(grey, 0, texts.Format("whole.caption", grey.Rows, grey.Columns));
    }

    private Picture Step(int row, int column)
    {
        var (stride, padding) = (result.Stride, result.Padding);
        var weights = result.Kernel.Channels[0];
        var padded = Planes.Padded(result.Picture, padding);
        var products = Planes.Make(
            KernelSize, KernelSize, (p, q) => padded[(row * stride) + p, (column * stride) + q] * weights[p, q]);
        var answers = result.Grey.Result();
        var known = Planes.Make(answers.GetLength(0), answers.GetLength(1), (y, x) =>
            y < row || (y == row && x <= column) ? answers[y, x] : double.NaN);
        var board = new MatrixBoard()
            .Add((texts["picture"], Padded(result.Picture, padding, Small, row, column, stride)))
            .Add(
                (texts["kernel"], new MatrixDrawing(weights) { Size = Small, Text = Number }),
                (texts["products"], new MatrixDrawing(products) { Size = Small, Text = Number }))
            .Add((texts["result"], new MatrixDrawing(known)
            {
                Size = Small,
                Text = value => double.IsNaN(value) ? "" : Number(value),
                IsMarked = (y, x) => (y, x) == (row, column),
                Full = answers.Cast<double>().Max(Math.Abs),
            }));
        var caption = texts.Format("step.caption", row + 1, column + 1, Number(answers[row, column]));
        return new(board.Draw(caption), caption, board.Lines());
    }

    private Picture Whole(TracedConvolution convolution, int kernel, string caption)
    {
        var drawing = new MatrixDrawing(convolution.Result(kernel))
        {
            Text = Number,
            Tip = (row, column) => Tip(convolution, row, column, kernel),
        };
        return new(drawing.Draw(caption), caption, drawing.Lines());
    }

    private string Tip(TracedConvolution convolution, int row, int column, int kernel) =>
        texts.Format("tip", row + 1, column + 1, Line(convolution.Element(row, column, kernel)));

    private IEnumerable<Block> Borders()
    {
        yield return new Heading(texts["same.heading"]);
        yield return new Paragraph(texts["same.text"]);
        var padded = Padded(result.Picture, 1, 36, 0, 0);
        var caption = texts["same.caption"];
        yield return new Beside(
            new Picture(padded.Draw(caption), caption, padded.Lines()),
            Whole(result.Same, 0, texts.Format("same.result", result.Same.Rows, result.Same.Columns)));
        yield return new DataTable(
            texts["sizes.caption"],
            [
                new(texts["sizes.padding"], IsText: true), new(texts["sizes.stride"]), new("floor((n + 2p - k) / s) + 1"),
                new(texts["sizes.work"]),
            ],
            [
                .. from padding in (int[])[0, 1]
                   from stride in (int[])[1, 2, 3]
                   let size = ConvolutionFacts.Size(Size, KernelSize, padding, stride)
                   select (IReadOnlyList<Cell>)
                   [
                       texts[padding == 0 ? "sizes.valid" : "sizes.same"],
                       $"{stride}",
                       $"floor(({Size} + 2·{padding} - {KernelSize}) / {stride}) + 1 = {size}",
                       $"{size}·{size}·{KernelSize * KernelSize} = {size * size * KernelSize * KernelSize}",
                   ],
            ]);
    }

    private IEnumerable<Block> Turned()
    {
        yield return new Heading(texts["turned.heading"]);
        yield return new Paragraph(texts["turned.text"]);
        var board = new MatrixBoard()
            .Add((texts["picture"], new MatrixDrawing(ConvolutionLesson.Dot) { Size = Small }))
            .Add((texts["kernel"], new MatrixDrawing(ConvolutionLesson.Counted) { Size = Small }))
            .Add((texts["result"], new MatrixDrawing(result.Impulse) { Size = Small, Text = Number }));
        yield return new Picture(board.Draw(texts["turned.caption"]), texts["turned.caption"], board.Lines());
    }

    private IEnumerable<Block> Colours()
    {
        var (row, column) = (result.Row, result.Column);
        yield return new Heading(texts["colour.heading"]);
        yield return new Paragraph(texts.Format("colour.text", row + 1, column + 1));
        yield return new Beside(
            new Picture(
                PixelPicture.Colours(Flower.Planes[0], Flower.Planes[1], Flower.Planes[2], Flower.Full, texts["flower.caption"]),
                texts["flower.caption"]),
            Plane(0));
        yield return new Beside(Plane(1), Plane(2));
        foreach (var (index, kernel) in Flower.Kernels.Index())
        {
            yield return new Paragraph(texts[$"kernel.{index}"]);
            var answers = result.Colour.Result(index);
            var board = new MatrixBoard();
            foreach (var (channel, weights) in kernel.Channels.Index())
                board.Add((texts[Channels[channel]], new MatrixDrawing(weights) { Size = Small, Text = Number }));
            board.Add((texts["result"], new MatrixDrawing(answers)
            {
                Size = Small,
                Text = Number,
                IsMarked = (y, x) => (y, x) == (row, column),
                Tip = (y, x) => Tip(result.Colour, y, x, index),
            }));
            var caption = texts.Format($"kernel.{index}.caption", Number(kernel.Bias), Number(answers[row, column]));
            yield return new Picture(board.Draw(caption), caption, board.Lines());
            yield return ChannelSums(index);
        }

        Picture Plane(int channel)
        {
            var drawing = Padded(Flower.Planes[channel], 1, 36, row, column, names: Channels[channel]);
            var caption = texts.Format("plane.caption", texts[Channels[channel]], row + 1, column + 1);
            return new(drawing.Draw(caption), caption, drawing.Lines());
        }
    }

    private Formula ChannelSums(int kernel)
    {
        var element = result.Colour.Element(result.Row, result.Column, kernel);
        var terms = element.Terms.Chunk(Inside(result.Row, 1, 1) * Inside(result.Column, 1, 1)).ToList();
        var sums = terms.Select(chunk => chunk.Sum(term => term.Product)).ToList();
        return new(
        [
            .. terms.Select((chunk, channel) => $"{texts[Channels[channel]]}: {Products(chunk)} = {Number(sums[channel])}"),
            $"{Number(sums[0])} {Added(sums[1])} {Added(sums[2])} {Added(element.Bias!.Value)} = {Number(element.Result)}",
        ]);
    }
}
