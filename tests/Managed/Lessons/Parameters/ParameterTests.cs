using System.Globalization;
using CsCheck;
using TorchBasics.Core.Catalog;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons.Parameters;

public sealed class ParameterTests
{
    private static readonly Dictionary<string, Parameter> All = new()
    {
        ["number"] = new NumberParameter("w", 0.5, -2, 2),
        ["whole"] = new WholeParameter("depth", 3, -1, 16),
        ["seed"] = new SeedParameter(1),
        ["choice"] = new ChoiceParameter("loss", ["mse", "cross-entropy"]),
        ["grid"] = new GridParameter("kernel", "1,0;0,-1", 2, 2, -9, 9),
        ["points"] = new PointsParameter("points", "0,0,0;1,1,1", 2, -1, 1, Most: 3),
        ["drawing"] = new DrawingParameter("digit", 2),
        ["model"] = new ModelParameter("model", _ => LeNet5.Architecture),
    };

    private static readonly string[] Special =
    [
        "NaN", "Infinity", "-Infinity", "∞", "MSE", "Cross-Entropy", "-0", "1e400", "1e-400", "0x1", "１", "١", "AAAA", "AAAAAA==",
    ];

    // Any text, and texts that are nearly numbers, lists of them, words or bytes.
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["0123456789+-.,; eE"], 0, 12],
        Gen.String[Gen.Char["012-,;"], 0, 9],
        Gen.Int[0, Special.Length - 1].Select(place => Special[place]),
        Gen.Double.Select(value => value.ToString(CultureInfo.InvariantCulture)),
        Gen.Int.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    public static TheoryData<string> Kinds => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_text_has_a_usual_form_that_is_its_own_or_is_no_value(string kind) => AnyText.Sample(
        text => All[kind].Normalize(text) is not { } usual || All[kind].Normalize(usual) == usual, iter: 20_000);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_begins_with_a_value_in_its_usual_form(string kind) =>
        Assert.Equal(All[kind].Default, All[kind].Normalize(All[kind].Default));

    [Theory]
    [InlineData("number", "0.50", "0.5")]
    [InlineData("number", " +1e-1 ", "0.1")]
    [InlineData("number", "-0", "0")]
    [InlineData("number", "-2", "-2")]
    [InlineData("number", "2", "2")]
    [InlineData("whole", "+07", "7")]
    [InlineData("whole", "-1", "-1")]
    [InlineData("seed", "007", "7")]
    [InlineData("seed", "4294967295", "4294967295")]
    [InlineData("choice", "MSE", "mse")]
    [InlineData("grid", "1.0,-0;+2,9", "1,0;2,9")]
    [InlineData("points", "", "")]
    [InlineData("points", "1,-1.0,01", "1,-1,1")]
    [InlineData("drawing", "", "")]
    [InlineData("drawing", "AAH/gA==", "AAH/gA==")]
    [InlineData("model", "", "")]
    [InlineData("model", "0123456789abcdef", "0123456789abcdef")]
    public void A_value_is_put_into_its_usual_form(string kind, string text, string usual) =>
        Assert.Equal(usual, All[kind].Normalize(text));

    [Theory]
    [InlineData("number", "2.0000000000000004")] // the next number after 2
    [InlineData("number", "-2.1")]
    [InlineData("number", "NaN")]
    [InlineData("number", "1,5")]
    [InlineData("number", "")]
    [InlineData("whole", "17")]
    [InlineData("whole", "1.0")]
    [InlineData("whole", "99999999999")]
    [InlineData("seed", "-1")]
    [InlineData("seed", "4294967296")]
    [InlineData("choice", "ms")]
    [InlineData("choice", "")]
    [InlineData("grid", "1,2,3,4")]
    [InlineData("grid", "1,2;3")]
    [InlineData("grid", "1,2;3,10")]
    [InlineData("grid", "1,2;3,4;")]
    [InlineData("points", "0,0")]
    [InlineData("points", "0,0,2")]
    [InlineData("points", "0,0,-1")]
    [InlineData("points", "2,0,0")]
    [InlineData("points", "0,0,0;0,0,0;0,0,0;0,0,0")] // one too many
    [InlineData("points", "0,0,0;")]
    [InlineData("drawing", "AAH/")] // three bytes of four
    [InlineData("drawing", "AAH/gAA=")] // five
    [InlineData("drawing", "?")]
    [InlineData("model", "0123456789abcde")]
    [InlineData("model", "0123456789ABCDEF")]
    [InlineData("model", "model.safetensors")]
    public void What_is_out_of_range_or_of_another_form_is_no_value(string kind, string text) =>
        Assert.Null(All[kind].Normalize(text));

    [Fact]
    public void Every_number_of_a_range_is_kept_to_the_last_bit() => Gen.Double[-2, 2].Sample(
        value => double.Parse(
            All["number"].Normalize(value.ToString(CultureInfo.InvariantCulture))!, CultureInfo.InvariantCulture) == value);

    [Fact]
    public void A_grid_is_read_as_it_is_written() => Gen.Double[-9, 9].Array2D[2, 2].Sample(values =>
        values.Cast<double>().SequenceEqual(((GridParameter)All["grid"]).Parse(GridParameter.Text(values))!.Cast<double>()));

    [Fact]
    public void Points_are_read_as_they_are_written() =>
        Gen.Select(Gen.Double[-1, 1], Gen.Double[-1, 1], Gen.Int[0, 1], (x, y, label) => new PlanePoint(x, y, label)).List[0, 3]
            .Sample(points => points.SequenceEqual(((PointsParameter)All["points"]).Parse(PointsParameter.Text(points))!));
}
