using System.Runtime.InteropServices;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Learning;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Kernels.Learning;

/// <summary>Training on plain memory gives the bits of training on libtorch's.</summary>
public sealed class KernelTrainerTests
{
    private const int Samples = 60;
    private const int Batch = 23; // an odd one, with lanes left over; the last of an epoch has 14
    private const ulong Seed = 3;

    /// <summary>All rules but the one whose second derivatives libtorch estimates.</summary>
    public static MatrixTheoryData<string, OptimizerKind> Runs => new(
        ["xor-mlp", "mlp", "lenet5", "lenet5-original"],
        Enum.GetValues<OptimizerKind>().Where(kind => kind != OptimizerKind.DiagonalLevenbergMarquardt));

    [Theory]
    [MemberData(nameof(Runs))]
    public void Ten_steps_give_the_bits_of_a_run_on_the_memory_of_libtorch(string model, OptimizerKind optimizer) =>
        AssertSame(model, optimizer, steps: 10);

    // 3.3 million weights: shared by threads there, moved by one here.
    [Fact]
    public void A_dropout_drops_what_it_drops_in_such_a_run() =>
        AssertSame("tensorflow-tutorial", OptimizerKind.Adam, steps: 3);

    [Theory]
    [InlineData(LossKind.CrossEntropy)]
    [InlineData(LossKind.MeanSquaredError)]
    [InlineData(LossKind.Rbf)]
    public void Every_loss_is_that_of_such_a_run(LossKind loss) =>
        AssertSame("lenet1", OptimizerKind.Momentum, steps: 5, recipe => recipe with { Loss = loss, LabelSmoothing = 0.2 });

    private static void AssertSame(
        string model, OptimizerKind optimizer, int steps, Func<TrainingRecipe, TrainingRecipe>? change = null)
    {
        var entry = ModelCatalog.Find(model);
        var split = DataCatalog.Load(model == "xor-mlp" ? "xor" : "digits", new DataOptions { TrainLimit = Samples });
        var recipe = entry.Recipe! with
        {
            Optimizer = optimizer,
            Schedule = ScheduleKind.Constant,
            LearningRate = 0.01,
            WeightDecay = 0.001,
            BatchSize = Math.Min(Batch, split.Train.Count - 1),
            Augmentation = new(),
        };
        recipe = change?.Invoke(recipe) ?? recipe;
        var start = entry.Initial(Seed) with { Normalization = split.RawValues ? Normalization.Identity : new([0.01f], [-0.3f]) };
        using var data = new TensorData(split.Train, start.Normalization, CPU);
        using var network = new Network(start);
        using var trainer = new Trainer(
            network, data, new TrainingOptions { Recipe = recipe, Seed = Seed, Kernels = KernelChoice.Fused });
        using var plain = new KernelTrainer(start, recipe.Loss, optimizer, new KernelTrainerOptions
        {
            Momentum = recipe.Momentum,
            WeightDecay = recipe.WeightDecay,
            LabelSmoothing = recipe.LabelSmoothing,
            Seed = Seed,
        });

        for (var step = 0; step < steps; step++)
        {
            trainer.Step();
            var loss = Step(plain, split.Train, recipe, step);

            Assert.Equal(trainer.LastLoss, loss);
        }

        Assert.Equal(network.Hash(), WeightHash.Of(plain.Model.Weights));
        Assert.NotEqual(WeightHash.Of(start.Weights), WeightHash.Of(plain.Model.Weights));
    }

    private static double Step(KernelTrainer trainer, SampleSet set, TrainingRecipe recipe, int step)
    {
        var perEpoch = (set.Count + recipe.BatchSize - 1) / recipe.BatchSize;
        var order = EpochOrder.Permutation(Seed, step / perEpoch, set.Count);
        var chosen = order.Skip(step % perEpoch * recipe.BatchSize).Take(recipe.BatchSize).ToArray();
        int[] labels = [.. chosen.Select(sample => set.Labels.Span[(int)sample])];
        var size = set.Inputs.Bytes.Length / set.Count;
        byte[] bytes = [.. chosen.SelectMany(sample => set.Inputs.Bytes.Slice((int)sample * size, size).ToArray())];
        return set.Inputs.Type == ElementType.UInt8
            ? trainer.Step(bytes, labels, recipe.LearningRate)
            : trainer.Step(MemoryMarshal.Cast<byte, float>(bytes), labels, recipe.LearningRate);
    }
}
