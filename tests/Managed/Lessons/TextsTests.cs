using TorchBasics.Lessons;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class TextsTests
{
    [Fact]
    public void A_line_with_a_key_begins_an_entry()
    {
        var texts = Read("# title\nA title\n\n# lead\nA lead\n");

        Assert.Equal(["title", "lead"], texts.Keys);
        Assert.Equal("A title", texts["title"]);
        Assert.Equal("A lead", texts["lead"]);
    }

    [Fact]
    public void Lines_become_one_and_an_empty_line_ends_a_paragraph() =>
        Assert.Equal(["one two", "three"], Read("# text\none\ntwo\n\nthree\n").Paragraphs("text"));

    [Theory]
    [InlineData("神经\n元", "神经元")]
    [InlineData("好。\n又", "好。又")]
    [InlineData("好。\n**又**", "好。**又**")]
    [InlineData("好。\nw1", "好。w1")]
    [InlineData("权重\nw1", "权重 w1")]
    [InlineData("w1\n权重", "w1 权重")]
    public void Between_Chinese_characters_the_end_of_a_line_is_nothing(string text, string expected) =>
        Assert.Equal(expected, Read($"# text\n{text}\n")["text"]);

    [Fact]
    public void Line_ends_of_any_system_are_read() => Assert.Equal("one two", Read("# a\r\none\r\ntwo\r\n")["a"]);

    [Fact]
    public void A_number_sign_within_a_line_begins_nothing() => Assert.Equal("C# and # that", Read("# a\nC# and # that\n")["a"]);

    [Fact]
    public void Values_take_their_places_whatever_the_order() =>
        Assert.Equal("2 after 1.5", Read("# a\n{1} after {0}\n").Format("a", 1.5, 2));

    [Fact]
    public void What_a_file_does_not_have_is_looked_for_in_the_shared_one()
    {
        var texts = Texts.Parse("own", Language.English, "# a\nown\n", Read("# a\nshared\n\n# b\nalso\n"));

        Assert.Equal("own", texts["a"]);
        Assert.Equal("also", texts["b"]);
        Assert.Equal(["a"], texts.Keys);
    }

    [Fact]
    public void A_missing_text_is_null_or_an_error_that_names_it()
    {
        var texts = Read("# a\none\n");

        Assert.Null(texts.Find("b"));
        Assert.Equal("file has no text 'b'.", Assert.Throws<InvalidOperationException>(() => texts["b"]).Message);
    }

    [Fact]
    public void Two_texts_of_a_key_are_refused() => Assert.Equal(
        "file has two texts 'a'.", Assert.Throws<InvalidOperationException>(() => Read("# a\none\n\n# a\ntwo\n")).Message);

    private static Texts Read(string content) => Texts.Parse("file", Language.English, content, shared: null);
}
