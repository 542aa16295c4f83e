using TorchBasics.Formats.Onnx;
using TorchBasics.Verification.Conformance;

namespace TorchBasics.Tests.Native.Verification.Conformance;

/// <summary>What is put right in the suites: these cases, and nothing else.</summary>
public sealed class SuiteErrataTests
{
    [Fact]
    public void The_epsilon_that_an_adam_case_leaves_out_is_added()
    {
        var (model, erratum, slack) = SuiteErrata.Apply("node/test_adam_multiple", Adam());

        Assert.Equal(1e-2f, Assert.Single(model.Graph.Nodes).Find("epsilon")!.Float);
        Assert.Contains("epsilon was added", erratum, StringComparison.Ordinal);
        Assert.Equal(0, slack);
    }

    [Fact]
    public void An_epsilon_that_a_later_suite_writes_stays()
    {
        var given = Adam(new OnnxAttribute("epsilon", OnnxAttributeType.Float) { Float = 1e-3f });

        Assert.Equal((given, string.Empty, 0), SuiteErrata.Apply("node/test_adam_multiple", given));
    }

    [Fact]
    public void Numbers_printed_with_four_decimals_may_be_off_by_one_unit_of_the_last()
    {
        var given = Model("AveragePool");

        var (model, erratum, slack) = SuiteErrata.Apply("node/test_averagepool_2d_ceil_last_window_starts_on_pad", given);

        Assert.Same(given, model);
        Assert.Contains("four decimals", erratum, StringComparison.Ordinal);
        Assert.Equal(1e-4, slack);
    }

    [Theory]
    [InlineData("node/test_adam", "Adam")]
    [InlineData("node/test_adam_multiple_other", "Adam")]
    [InlineData("node/test_adam_multiple", "Momentum")]
    [InlineData("node/test_averagepool_2d_ceil", "AveragePool")]
    public void Any_other_case_stays_as_it_is(string name, string kind)
    {
        var given = Model(kind);

        Assert.Equal((given, string.Empty, 0), SuiteErrata.Apply(name, given));
    }

    private static OnnxModel Adam(params OnnxAttribute[] attributes) => Model("Adam", attributes);

    private static OnnxModel Model(string kind, params OnnxAttribute[] attributes) =>
        new(
            new OnnxGraph("g", [new OnnxNode(kind, ["x"], ["y"], attributes)], [], [], []),
            [new OnnxOperatorSet(string.Empty, 17)]);
}
