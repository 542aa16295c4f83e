using System.Globalization;
using System.Text.RegularExpressions;
using TorchBasics.Core.Catalog;
using TorchBasics.Tests.Managed.Repository;

namespace TorchBasics.Tests.Managed.Core.Catalog;

/// <summary>
/// What the descriptions of the catalogue say in comments is what they compute: shapes line by line, counts in the header.
/// </summary>
public sealed partial class DescriptionCommentTests
{
    private static readonly IReadOnlyDictionary<string, string> Files =
        RepositoryFiles.Find("src/Core/Catalog", "*.cs").ToDictionary(path => path, RepositoryFiles.Read);

    // Networks whose layers stand in the file as they are.
    public static TheoryData<string> Drawn =>
        [.. ModelCatalog.All.Select(entry => entry.Name).Where(name => TextOf(name) is not null)];

    [Theory]
    [MemberData(nameof(Drawn))]
    public void A_shape_behind_a_line_is_that_behind_its_last_layer(string name)
    {
        var architecture = ModelCatalog.Find(name).Architecture;
        var (layers, depth, compared) = (0, 1, 0);
        foreach (var line in TextOf(name)!.Split('\n'))
        {
            var (code, comment) = line.Split("//") is [var before, var behind] ? (before, behind) : (line, null);
            foreach (Match token in Token().Matches(code))
            {
                layers += depth == 1 && token.Value.StartsWith("new ", StringComparison.Ordinal) ? 1 : 0;
                depth += token.Value[^1] is '(' or '[' ? 1 : -1;
            }

            if (comment is not null && Comment().Match(comment) is { Success: true } shape)
            {
                Assert.Equal(
                    architecture.Shapes[layers].Select(size => size.ToString(CultureInfo.InvariantCulture)),
                    shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries));
                compared++;
            }

            if (depth == 0)
                break;
        }

        Assert.Equal(architecture.Layers.Count, layers);
        Assert.InRange(compared, 1, layers);
    }

    [Fact]
    public void Most_networks_are_drawn_line_by_line() => Assert.InRange(Drawn.Count, 9, ModelCatalog.All.Count);

    [Theory]
    [InlineData("CaffeLeNet", "caffe-lenet")]
    [InlineData("LeNet1", "lenet1")]
    [InlineData("LeNet4", "lenet4")]
    [InlineData("LeNet5", "lenet5")]
    [InlineData("LeNet5Original", "lenet5-original")]
    [InlineData("Mlp", "mlp")]
    [InlineData("SoftmaxRegression", "softmax-regression")]
    [InlineData("TensorFlowTutorialNet", "tensorflow-tutorial")]
    public void Counts_in_a_header_are_those_of_the_network(string file, string name)
    {
        var architecture = ModelCatalog.Find(name).Architecture;
        var header = Files[$"src/Core/Catalog/{file}.cs"];

        // other papers' numbers may follow
        var counts = Count().Matches(header).Select(match => (What: match.Groups[2].Value, Number: long.Parse(
            match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture))).Take(2).ToList();

        Assert.Equal(2, counts.Count);
        Assert.All(counts, count => Assert.Equal(
            count.What switch
            {
                "multiply-adds" => architecture.MultiplyAdds,
                "connections" => architecture.Connections,
                _ => architecture.ParameterCount,
            },
            count.Number));
    }

    // From the first layer on; null where no file holds the name with its input.
    private static string? TextOf(string name)
    {
        var start = $"new(\"{name}\", [";
        var text = Files.Values.FirstOrDefault(text => text.Contains(start, StringComparison.Ordinal));
        return text?[(text.IndexOf(']', text.IndexOf(start, StringComparison.Ordinal)) + 1)..];
    }

    [GeneratedRegex(@"new \w+\(|[\(\[\)\]]")]
    private static partial Regex Token();

    [GeneratedRegex(@"^ \[N, ([\d, ]+)\]")]
    private static partial Regex Comment();

    [GeneratedRegex(@"([\d,]+) (parameters|trainable parameters|multiply-adds|connections)\b")]
    private static partial Regex Count();
}
