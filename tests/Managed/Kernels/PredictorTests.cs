using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Inference;

namespace TorchBasics.Tests.Managed.Kernels;

/// <summary>Predictions in a process that has no libtorch: nothing here refers to it.</summary>
public sealed class PredictorTests
{
    private static readonly Architecture Xor = new("xor", [2], new Linear("hidden", 2, 2), new Relu(), new Linear("out", 2, 1));

    // Goodfellow, Bengio, Courville: Deep Learning, 2016, section 6.1, equations 6.4 to 6.6.
    private static readonly NamedArray[] Weights =
    [
        NamedArray.Of<float>("hidden.weight", [2, 2], [1, 1, 1, 1]), NamedArray.Of<float>("hidden.bias", [2], [0, -1]),
        NamedArray.Of<float>("out.weight", [1, 2], [1, -2]), NamedArray.Of<float>("out.bias", [1], [0]),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    public void A_network_answers_from_its_description_and_its_arrays(int times)
    {
        using var predictor = new Predictor(new Model(Xor, Weights));
        var outputs = new float[4 * times];

        predictor.Run([.. Enumerable.Repeat<float[]>([0, 0, 0, 1, 1, 0, 1, 1], times).SelectMany(samples => samples)], outputs);

        Assert.Equal(Enumerable.Repeat<float[]>([0, 1, 1, 0], times).SelectMany(answers => answers), outputs);
    }

    [Fact]
    public void Arrays_are_found_by_their_names()
    {
        using var predictor = new Predictor(new Model(Xor, [.. Weights.Reverse()]));

        Assert.Equal((0, 1), (predictor.Predict([1, 1]), predictor.Predict([1, 0])));
    }

    [Fact]
    public void Arrays_of_another_network_are_refused()
    {
        var error = Assert.Throws<TorchBasicsException>(() => new Predictor(new Model(Xor, Weights[..3])));

        Assert.Equal(
            (ErrorKind.Data, "These weights do not belong to xor: the array out.bias is missing."), (error.Kind, error.Message));
    }
}
