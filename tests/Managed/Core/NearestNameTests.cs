using TorchBasics.Core;

namespace TorchBasics.Tests.Managed.Core;

public class NearestNameTests
{
    private static readonly string[] Models = ["perceptron", "xor-mlp", "mlp", "lenet1", "lenet4", "lenet5", "lenet5-original"];

    [Theory]
    [InlineData("lenet5", "lenet5")]
    [InlineData("LeNet5", "lenet5")]
    [InlineData("lenet-5", "lenet5")]
    [InlineData("lenet6", "lenet1")] // all LeNets are one letter away; the first wins
    [InlineData("percepton", "perceptron")]
    [InlineData("mpl", null)] // two of three letters would change
    [InlineData("mlpp", "mlp")]
    [InlineData("transformer", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_found(string typed, string? expected) =>
        Assert.Equal(expected, NearestName.Of(typed, Models));

    [Fact]
    public void A_hint_is_a_sentence_with_a_space_before_it_or_nothing()
    {
        Assert.Equal(" Did you mean 'mlp'?", NearestName.Hint("mlpp", Models));
        Assert.Equal("", NearestName.Hint("zzzzzzzz", Models));
        Assert.Equal("", NearestName.Hint("mlp", []));
    }
}
