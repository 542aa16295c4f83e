using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Tests.Native.Training.Data;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training;

public class TrainerAugmentationTests
{
    // One batch is one epoch, so that the second step sees the distortions of epoch 1. The gradient of softmax regression is
    // x (p - t), by hand; AugmentationRuleTests hold the distorted pictures themselves against plain loops.
    [Theory]
    [InlineData(KernelChoice.Libtorch)]
    [InlineData(KernelChoice.Fused)]
    public void Each_epoch_learns_from_pictures_distorted_by_the_seed_of_the_run(KernelChoice kernels)
    {
        const int Count = 6, Pixels = 5 * 5, Classes = 3;
        const double Rate = 0.1;
        var augmentation = new Augmentation { Shift = 2, Rotation = 20, Elastic = 1 };
        using var data = new TensorData(
            Samples.Pictures(Count, 5, 5, Classes), Normalization.FromRange(new PixelRange(0, 1)), CPU);
        var architecture = new Architecture("pixels", [1, 5, 5], new Flatten(), new Linear("fc", Pixels, Classes));
        using var network = new Network(architecture, 7);
        var recipe = Core.Catalog.SoftmaxRegression.Recipe with
        {
            Optimizer = OptimizerKind.Sgd,
            LearningRate = Rate,
            BatchSize = Count,
            Epochs = 2,
            Augmentation = augmentation,
            WeightDecay = 0,
            LabelSmoothing = 0,
            Schedule = ScheduleKind.Constant,
            Loss = LossKind.CrossEntropy,
        };
        using var trainer = new Trainer(network, data, new TrainingOptions { Recipe = recipe, Seed = 9, Kernels = kernels });
        using var augmenter = new Augmenter(augmentation, data, seed: 9);

        for (var epoch = 0; epoch < 2; epoch++)
        {
            using var scope = NewDisposeScope();
            augmenter.StartEpoch(epoch);
            var x = augmenter.Gather(arange(Count, dtype: ScalarType.Int64)).data<float>().ToArray();
            var (w, b) = (Array(network, 0), Array(network, 1));

            trainer.Step();

            var (moved, expected) = (Array(network, 0), w.Select(value => (double)value).ToArray());
            for (var n = 0; n < Count; n++)
            {
                var exponentials = new double[Classes];
                for (var o = 0; o < Classes; o++)
                {
                    double z = b[o];
                    for (var i = 0; i < Pixels; i++)
                        z += (double)w[(o * Pixels) + i] * x[(n * Pixels) + i];
                    exponentials[o] = Math.Exp(z);
                }

                for (var o = 0; o < Classes; o++)
                {
                    var g = (exponentials[o] / exponentials.Sum()) - (data.Source.Labels.Span[n] == o ? 1 : 0);
                    for (var i = 0; i < Pixels; i++)
                        expected[(o * Pixels) + i] -= Rate * g * x[(n * Pixels) + i] / Count;
                }
            }

            // 25 products and as many sums of numbers below 2 make each of 6 gradients, times a rate of 0.1: far below 1e-5.
            Assert.All(expected.Zip(moved), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }

        static float[] Array(Network network, int place) => network.Save()[place].Values<float>().ToArray();
    }
}
