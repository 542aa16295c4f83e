using CsCheck;
using TorchBasics.Lessons.Rendering;

namespace TorchBasics.Tests.Managed.Lessons.Rendering;

public sealed class MarkedTextTests
{
    [Fact]
    public void Code_and_strong_words_are_pieces_of_their_own() => Assert.Equal(
        [new("run ", MarkKind.Plain), new("learn", MarkKind.Code), new(" and ", MarkKind.Plain), new("look", MarkKind.Strong)],
        MarkedText.Pieces("run `learn` and **look**"));

    [Theory]
    [InlineData("a ** b", "a ** b")]
    [InlineData("2 * 3 * 4", "2 * 3 * 4")]
    [InlineData("one ` alone", "one ` alone")]
    [InlineData("`**kept**`", "**kept**")]
    [InlineData("**a** `b` **c**", "a b c")]
    [InlineData("", "")]
    public void Plain_words_have_no_marks_and_signs_that_mark_nothing_stay(string text, string expected) =>
        Assert.Equal(expected, MarkedText.Plain(text));

    [Fact]
    public void No_letter_but_those_of_marks_is_lost() => Gen.String[Gen.Char["ab *`"], 0, 12].Sample(
        text => Letters(MarkedText.Plain(text)) == Letters(text));

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter));
}
