using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Perceptrons;

namespace TorchBasics.Tests.Native.Training;

public class PerceptronRuleTests
{
    [Theory]
    [InlineData("and")]
    [InlineData("or")]
    [InlineData("nand")]
    public void A_line_is_found_where_there_is_one(string table)
    {
        using var perceptron = new Perceptron();
        var samples = DataCatalog.Load(table).Train;

        var result = PerceptronRule.Train(perceptron, samples, Normalization.Identity, epochs: 100, rate: 1);

        Assert.Equal(PerceptronOutcome.Converged, result.Outcome);
        Assert.All(
            Enumerable.Range(0, 4), i => Assert.False(perceptron.Correct(samples.Sample<float>(i), samples.Labels.Span[i])));
    }

    [Fact]
    public void AND_is_learnt_as_by_hand()
    {
        using var perceptron = new Perceptron();

        var result = PerceptronRule.Train(
            perceptron, DataCatalog.Load("and").Train, Normalization.Identity, epochs: 100, rate: 1);

        // By hand from zeros over (0,0), (0,1), (1,0), (1,1) with answer 1 when w x + b > 0; after each epoch (w1, w2, b):
        // (1,1,1), (2,1,0), (2,1,-1), (2,2,-1), (2,1,-2), then no mistake.
        Assert.Equal(
            [(1, 1, 1), (2, 1, 0), (2, 1, -1), (2, 2, -1), (2, 1, -2), (2, 1, -2)],
            result.Epochs.Select(epoch => (epoch.Weights[0], epoch.Weights[1], epoch.Bias)));
        Assert.Equal(0, result.Epochs[^1].Mistakes);
    }

    [Fact]
    public void XOR_is_proved_to_be_beyond_a_line_by_a_cycle()
    {
        using var perceptron = new Perceptron();

        var result = PerceptronRule.Train(
            perceptron, DataCatalog.Load("xor").Train, Normalization.Identity, epochs: 1000, rate: 1);

        Assert.Equal(PerceptronOutcome.Cycles, result.Outcome);
        Assert.NotNull(result.CycleStart);
        Assert.All(result.Epochs, epoch => Assert.True(epoch.Mistakes > 0));
    }

    [Fact]
    public void More_than_two_classes_are_refused()
    {
        using var perceptron = new Perceptron();
        var samples = new SampleSet(
            "three", NamedArray.Of<float>("x", [3, 2], [0, 0, 1, 1, 2, 2]), new[] { 0, 1, 2 }, ["a", "b", "c"]);

        Assert.Throws<TorchBasicsException>(
            () => PerceptronRule.Train(perceptron, samples, Normalization.Identity, epochs: 1, rate: 1));
    }
}
