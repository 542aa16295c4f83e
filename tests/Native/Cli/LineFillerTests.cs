using CsCheck;
using Spectre.Console;
using TorchBasics.Cli.Rendering;
using TorchBasics.Lessons.Rendering;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>Where lines of texts end on a terminal.</summary>
public sealed class LineFillerTests
{
    [Theory]
    [InlineData("a line of words", 9, "a line of", "words")]
    [InlineData("a line of words", 8, "a line", "of words")]
    [InlineData("  two blanks", 9, "  two", "blanks")]
    [InlineData("averylongword", 6, "averyl", "ongwor", "d")]
    [InlineData("an averylongword", 6, "an", "averyl", "ongwor", "d")]
    [InlineData("", 6)]
    public void Words_stay_whole_where_they_can(string text, int width, params string[] lines) =>
        Assert.Equal(lines, Filled(text, width));

    [Theory]
    [InlineData("神经元的权重", 8, "神经元的", "权重")]
    [InlineData("神经元的权重", 7, "神经元", "的权重")]
    [InlineData("本课的网络 lenet5 需要它", 14, "本课的网络", "lenet5 需要它")]
    [InlineData("权重w1和w2", 6, "权重w1", "和w2")]
    public void Chinese_fills_its_lines(string text, int width, params string[] lines) =>
        Assert.Equal(lines, Filled(text, width));

    [Theory]
    [InlineData("神经元的，权重", 8, "神经元", "的，权重")]
    [InlineData("神经元（权重）", 8, "神经元", "（权重）")]
    [InlineData("一个“神经元”的", 11, "一个“神经", "元”的")]
    [InlineData("是什么？！好", 6, "是什", "么？！", "好")]
    public void No_line_begins_or_ends_with_the_wrong_mark(string text, int width, params string[] lines) =>
        Assert.Equal(lines, Filled(text, width));

    [Fact]
    public void Marks_go_on_in_the_next_line()
    {
        var lines = LineFiller.Lines([new("一", MarkKind.Plain), new("二三 four", MarkKind.Strong)], 4).ToList();

        Assert.Equal(
            [
                [new("一", MarkKind.Plain), new("二", MarkKind.Strong)],
                [new("三", MarkKind.Strong)],
                [new("four", MarkKind.Strong)],
            ],
            lines);
    }

    [Fact]
    public void Nothing_but_blanks_is_lost_and_no_line_is_too_wide() => Gen.Select(
        Gen.String[Gen.Char["a 中，（.“”"], 0, 60], Gen.Int[2, 20]).Sample((text, width) =>
        {
            var lines = Filled(text, width).ToList();
            return lines.All(line => line.GetCellWidth() <= width)
                && lines.SelectMany(line => line).Where(IsNoBlank).SequenceEqual(text.Where(IsNoBlank));

            static bool IsNoBlank(char letter) => letter != ' ';
        });

    private static IEnumerable<string> Filled(string text, int width) => LineFiller.Lines(MarkedText.Pieces(text), width)
        .Select(line => string.Concat(line.Select(piece => piece.Text)));
}
