using CsCheck;
using TorchBasics.Training.Records;

namespace TorchBasics.Tests.Native.Training.Records;

public class TextListTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("a,b c", "a|b c")]
    [InlineData(" a , b ", "a|b")]
    [InlineData("\"a,b\",c", "a,b|c")]
    [InlineData("\"say \"\"hi\"\"\" ,c", "say \"hi\"|c")]
    [InlineData("a,", "a|")]
    public void Names_stand_between_commas(string text, string names) =>
        Assert.Equal(names.Split('|'), TextList.Parse(text)!);

    [Theory]
    [InlineData("\"a")]
    [InlineData("\"a\"b,c")]
    public void A_quote_that_is_not_closed_or_misplaced_is_none(string text) => Assert.Null(TextList.Parse(text));

    [Fact]
    public void Every_list_comes_back() => Gen.String[Gen.Char["ab ,\"é="], 1, 6].Array[1, 4].Sample(
        names => Assert.Equal(names, TextList.Parse(TextList.Text(names))!));
}
