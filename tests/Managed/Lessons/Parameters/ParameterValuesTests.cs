using CsCheck;
using TorchBasics.Core.Errors;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons.Parameters;

public sealed class ParameterValuesTests
{
    private static readonly Parameter[] All =
    [
        new NumberParameter("w1", 0.5, -2, 2),
        new WholeParameter("depth", 3, 1, 16),
        new SeedParameter(7),
        new ChoiceParameter("gate", ["and", "or"]),
        new GridParameter("kernel", "1,0;0,-1", 2, 2, -9, 9),
        new PointsParameter("points", "0,0.5,1", 2, -1, 1),
        new DrawingParameter("digit", 1),
    ];

    [Fact]
    public void Values_begin_as_their_parameters_say()
    {
        var values = ParameterValues.Of(All, []);

        Assert.True(values.AreDefault);
        Assert.Equal(All.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Default)), values.Texts);
        Assert.Equal(0.5, values.Number("w1"));
        Assert.Equal(3, values.Whole("depth"));
        Assert.Equal(7UL, values.Seed());
        Assert.Equal("and", values.Text("gate"));
        Assert.Equal(new double[,] { { 1, 0 }, { 0, -1 } }, values.Grid("kernel"));
        Assert.Equal([new PlanePoint(0, 0.5, 1)], values.Points("points"));
        Assert.Null(values.Drawing("digit"));
    }

    [Fact]
    public void A_change_leaves_the_others_alone()
    {
        var values = ParameterValues.Of(All, [new("w1", "1.50"), new("digit", "/w==")]);

        Assert.Equal(1.5, values.Number("w1"));
        Assert.Equal([255], values.Drawing("digit")!);
        Assert.False(values.AreDefault);
        Assert.False(values.IsDefault("depth", "w1"));
        Assert.True(values.IsDefault("depth", "seed"));
    }

    [Fact]
    public void The_same_value_in_another_form_changes_nothing() =>
        Assert.True(ParameterValues.Of(All, [new("w1", "+0.500"), new("gate", "AND")]).AreDefault);

    [Fact]
    public void The_last_of_several_changes_counts() =>
        Assert.Equal(1, ParameterValues.Of(All, [new("w1", "2"), new("w1", "1")]).Number("w1"));

    [Fact]
    public void One_more_change_makes_new_values()
    {
        var before = ParameterValues.Of(All, [new("depth", "5")]);

        var after = before.With("w1", "-1");

        Assert.Equal((0.5, -1), (before.Number("w1"), after.Number("w1")));
        Assert.Equal(5, after.Whole("depth"));
    }

    [Theory]
    [InlineData("w1", "2.5", "w1 got '2.5'; expected a number from -2 to 2.")]
    [InlineData("depth", "0", "depth got '0'; expected a whole number from 1 to 16.")]
    [InlineData("seed", "x", "seed got 'x'; expected a whole number from 0 to 4294967295.")]
    [InlineData("gate", "xor", "gate got 'xor'; expected one of and, or.")]
    [InlineData("kernel", "1,2", "kernel got '1,2'; expected 2 rows of 2 numbers from -9 to 9, as \"1,2;3,4\".")]
    [InlineData(
        "points",
        "0",
        "points got '0'; expected at most 200 points with coordinates from -1 to 1 and a class from 0 to 1, "
        + "as \"0.5,1,0;-1,0.25,1\".")]
    [InlineData("digit", "A", "digit got 'A'; expected nothing, or 1 x 1 bytes in Base64.")]
    [InlineData(
        "w3",
        "1",
        "This lesson has no parameter 'w3'; expected one of w1, depth, seed, gate, kernel, points, digit. Did you mean 'w1'?")]
    public void What_cannot_be_is_refused_with_what_was_expected(string name, string text, string message)
    {
        var error = Assert.ThrowsAny<TorchBasicsException>(() => ParameterValues.Of(All, [new(name, text)]));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_lesson_without_parameters_says_so() => Assert.Equal(
        "This lesson has no parameter, also not 'w1'.",
        Assert.ThrowsAny<TorchBasicsException>(() => ParameterValues.Of([], [new("w1", "1")])).Message);

    [Fact]
    public void A_long_text_is_shortened_in_the_message() => Assert.Equal(
        $"w1 got '{new string('9', 60)}...'; expected a number from -2 to 2.",
        Assert.ThrowsAny<TorchBasicsException>(() => ParameterValues.Of(All, [new("w1", new string('9', 61))])).Message);

    [Fact]
    public void Any_change_gives_values_or_a_refusal_of_kind_usage() =>
        Gen.Select(Gen.Int[0, All.Length], Gen.String).Sample((place, text) =>
        {
            var name = place < All.Length ? All[place].Name : "W1";
            try
            {
                var values = ParameterValues.Of(All, [new(name, text)]);
                return ParameterValues.Of(All, values.Texts).Texts.SequenceEqual(values.Texts);
            }
            catch (TorchBasicsException error)
            {
                return error.Kind == ErrorKind.Usage;
            }
        });
}
