using TorchBasics.Bindings.Memory;
using TorchBasics.Core.Errors;
using TorchBasics.Models;

namespace TorchBasics.Tests.Native.Models;

public class PerceptronTests
{
    [Fact]
    public void A_wrong_answer_moves_the_weights_by_the_rule()
    {
        using var perceptron = new Perceptron();

        var changed = perceptron.Correct([1, 2], target: 1, rate: 0.5f);

        Assert.True(changed);
        Assert.Equal([0.5f, 1], perceptron.State[0].Values.AsReadOnlySpan<float>().ToArray());
        Assert.Equal([0.5f], perceptron.State[1].Values.AsReadOnlySpan<float>().ToArray());
    }

    [Fact]
    public void A_right_answer_changes_nothing()
    {
        using var perceptron = new Perceptron();

        Assert.False(perceptron.Correct([1, 2], target: 0));
        Assert.Equal([0, 0], perceptron.State[0].Values.AsReadOnlySpan<float>().ToArray());
    }

    [Fact]
    public void A_sample_of_another_length_is_refused()
    {
        using var perceptron = new Perceptron();

        Assert.Throws<ShapeException>(() => perceptron.Correct([1], target: 1));
    }
}
