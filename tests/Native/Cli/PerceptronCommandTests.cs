
namespace TorchBasics.Tests.Native.Cli;

public class PerceptronCommandTests
{
    [Theory]
    [InlineData("and")]
    [InlineData("or")]
    [InlineData("nand")]
    public void The_perceptron_learns_what_a_line_separates_and_the_result_can_be_evaluated(string data)
    {
        using var folder = new TemporaryFolder();

        var learnt = CliProcess.Run(folder.Path, "train", "perceptron", "--data", data, "--output", "run").ShouldSucceed();
        var judged = CliProcess.Run(folder.Path, "evaluate", "run", "--data", data, "--json");

        Assert.Contains("passed without a mistake", learnt, StringComparison.Ordinal);
        Assert.Equal(1.0, judged.Json.GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public void The_perceptron_says_that_it_cannot_learn_xor()
    {
        using var folder = new TemporaryFolder();

        var result = CliProcess.Run(folder.Path, "train", "perceptron", "--data", "xor");

        Assert.Equal(1, result.Code);
        Assert.Contains("no line separates", result.Output, StringComparison.Ordinal);
        Assert.Contains("train xor-mlp", result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("threshold-and")]
    [InlineData("threshold-or")]
    [InlineData("threshold-nand")]
    [InlineData("threshold-xor")]
    public void A_network_with_fixed_weights_can_be_evaluated_by_name(string model)
    {
        using var folder = new TemporaryFolder();

        var result = CliProcess.Run(folder.Path, "evaluate", model, "--json");

        Assert.Equal(0, result.Code);
        Assert.Equal(1.0, result.Json.GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public void A_single_threshold_neuron_fails_on_xor()
    {
        using var folder = new TemporaryFolder();

        var result = CliProcess.Run(folder.Path, "evaluate", "threshold-or", "--data", "xor", "--json");

        Assert.Equal(0.75, result.Json.GetProperty("accuracy").GetDouble()); // OR and XOR differ in one row of four
    }
}
