using TorchBasics.Benchmarks.Running;
using TorchBasics.Benchmarks.Training;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Tests.Managed.Benchmarks;

public sealed class TrainingWorkTests
{
    // By hand: conv 4x4x3 outputs of 2x2x1 products = 192, linear 48 x 5 = 240. Forward 432, backward 432 for the weights
    // and 240 for the input of the linear layer; 2 operations each, 7 samples: 2 * 7 * 1104.
    [Fact]
    public void Backward_counts_twice_but_for_the_gradient_of_the_samples()
    {
        var network = new Architecture("test", [1, 5, 5],
            new Conv2d("conv", 1, 3, kernel: 2, stride: 1, padding: 0), new Relu(), new Flatten(), new Linear("linear", 48, 5));

        Assert.Equal(2 * 7 * 1104, TrainingWork.Flops(network, batch: 7));
    }

    // By hand: 12 weights and 3 biases are 60 bytes. Read forward, read backward, gradient written; the update reads weight,
    // gradient and each of two means, and writes weight and means: 3 + 4 + 3 = 10 times. Weight, gradient and means stay.
    [Fact]
    public void Adam_moves_each_weight_ten_times_and_keeps_four_numbers_for_it()
    {
        var network = new Architecture("test", [4], new Linear("linear", 4, 3));

        Assert.Equal(new Traffic(600, 240), TrainingWork.Traffic(network, OptimizerKind.Adam));
    }
}
