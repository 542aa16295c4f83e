using TorchBasics.Formats.Onnx;

namespace TorchBasics.Tests.Managed.Formats.Onnx;

/// <summary>Files that the ONNX project's own writer made.</summary>
public class OnnxSuiteTests
{
    [Theory]
    [InlineData("onnx-node", 24)]
    [InlineData("pytorch-converted", 6)]
    public void Models_and_arrays_of_a_suite_agree_about_names_types_and_sizes(string suite, int count)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("TORCHBASICS_DATA") ?? string.Empty, suite);
        Assert.SkipUnless(Directory.Exists(folder), "needs TORCHBASICS_DATA, the folder of the sample suites");
        var cases = Directory.GetDirectories(folder);

        Assert.Equal(count, cases.Length);
        Assert.All(cases, AssertAgrees);
    }

    private static void AssertAgrees(string folder)
    {
        var model = OnnxFile.ReadModel(Path.Combine(folder, "model.onnx"));

        Assert.Empty(model.Unread);
        Assert.NotEmpty(model.Graph.Nodes);
        var inputs = model.Graph.Inputs.Where(input => model.Graph.Initializers.All(array => array.Name != input.Name)).ToList();
        AssertValues(folder, "input", inputs);
        AssertValues(folder, "output", model.Graph.Outputs);
    }

    private static void AssertValues(string folder, string kind, IReadOnlyList<OnnxValue> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            var array = OnnxFile.ReadTensor(Path.Combine(folder, "test_data_set_0", $"{kind}_{i}.pb"));

            Assert.Equal(values[i].Type, array.Type);
            Assert.Equal(values[i].Sizes!.Select(size => size.Size), array.Sizes.Select(size => (long?)size));
        }
    }
}
