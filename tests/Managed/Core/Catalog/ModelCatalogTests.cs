using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Managed.Core.Catalog;

public class ModelCatalogTests
{
    // Parameters by hand from the papers' layer sizes: outputs * (inputs + 1) per layer; multiply-adds: outputs * inputs,
    // times the pixels of the output for a convolution.
    [Theory]
    [InlineData("threshold-and", 3, 2)]
    [InlineData("threshold-xor", 7, 5)]
    [InlineData("perceptron", 3, 2)]
    [InlineData("xor-mlp", 42, 32)]
    [InlineData("softmax-regression", 7_850, 7_840)]
    [InlineData("mlp", 238_510, 238_200)]
    [InlineData("lenet1", 3_246, (4 * 25 * 24 * 24) + (12 * 4 * 25 * 8 * 8) + 1_920)]
    [InlineData("lenet4", 51_050, (4 * 25 * 28 * 28) + (16 * 4 * 25 * 10 * 10) + 48_000 + 1_200)]
    [InlineData("lenet5", 61_706, 416_520)]
    [InlineData("caffe-lenet", 431_080, (20 * 25 * 24 * 24) + (50 * 20 * 25 * 8 * 8) + 400_000 + 5_000)]
    [InlineData("tensorflow-tutorial", 3_274_634, (32 * 25 * 28 * 28) + (64 * 32 * 25 * 14 * 14) + (3_136 * 1_024) + 10_240)]
    public void Sizes_are_those_of_the_paper(string name, long parameters, long multiplyAdds)
    {
        var architecture = ModelCatalog.Find(name).Architecture;

        Assert.Equal(parameters, architecture.ParameterCount);
        Assert.Equal(multiplyAdds, architecture.MultiplyAdds);
    }

    [Fact]
    public void The_original_LeNet5_has_60_000_trainable_parameters_and_340_908_connections()
    {
        // LeCun et al. 1998, section II.B, last paragraph before II.C.
        Assert.Equal(60_000, LeNet5Original.Architecture.ParameterCount);
        Assert.Equal(340_908, LeNet5Original.Architecture.Connections);
    }

    [Fact]
    public void LeNet5_has_the_names_that_PyTorch_users_expect() =>
        Assert.Equal(
            [
                "conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias",
                "fc3.weight", "fc3.bias",
            ],
            LeNet5.Architecture.Parameters.Select(parameter => parameter.Name));

    [Fact]
    public void An_unknown_model_is_refused_with_the_nearest_name()
    {
        var error = Assert.Throws<TorchBasicsException>(() => ModelCatalog.Find("lenet6"));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.StartsWith("There is no model 'lenet6'. Did you mean 'lenet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_for_pictures_refuses_vectors() =>
        Assert.Throws<ShapeException>(() => ModelCatalog.Find("lenet5").Initial([4], classes: 3, seed: 1));
}
