using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Digits;
using TorchBasics.Kernels.Inference;
using TorchBasics.Kernels.Learning;

namespace TorchBasics.Tests.Managed.Kernels;

public sealed class KernelTrainerTests
{
    private static readonly float[] XorInputs = [0, 0, 0, 1, 1, 0, 1, 1];
    private static readonly int[] XorLabels = [0, 1, 1, 0];

    [Fact]
    public void Xor_is_learnt()
    {
        using var trainer = Xor(OptimizerKind.Adam);

        for (var step = 0; step < 500; step++)
            trainer.Step(XorInputs, XorLabels, 0.05);

        Assert.Equal(4, trainer.Correct);
        Assert.InRange(trainer.Step(XorInputs, XorLabels, 0), 0, 0.01);
    }

    // The first five seeds of the weights read 88.9 to 91.0 % of 1,000 others after ten passes over 2,000 digits.
    [Fact]
    public void LeNet5_reads_digits_that_it_has_not_seen()
    {
        const int batch = 50;
        var (images, labels) = DigitSet.Training.Generate(2000);
        var pixels = images.Bytes.Span;
        using var trainer = LeNet5(OptimizerKind.Nesterov);

        for (var step = 0; step < 400; step++)
        {
            var first = step * batch % labels.Length;
            trainer.Step(
                pixels.Slice(first * DigitGenerator.PixelCount, batch * DigitGenerator.PixelCount),
                labels.AsSpan(first, batch),
                learningRate: 0.02 * (400 - step) / 400);
        }

        Assert.InRange(Accuracy(trainer.Model, 1000), 0.88, 1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_number_of_threads_does_not_change_a_bit(int threads) =>
        Assert.Equal(Trained("mlp", threads: 1), Trained("mlp", threads));

    [Fact]
    public void A_step_on_one_thread_allocates_nothing()
    {
        var (images, labels) = DigitSet.Training.Generate(50);
        using var trainer = LeNet5(OptimizerKind.Adam);
        Steps(2);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Steps(3);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Steps(int count)
        {
            for (var step = 0; step < count; step++)
                trainer.Step(images.Bytes.Span, labels, 0.001);
        }
    }

    [Fact]
    public void Pixels_and_the_numbers_that_they_become_give_the_same_bits()
    {
        var (images, labels) = DigitSet.Training.Generate(20);
        using var ofPixels = LeNet5(OptimizerKind.Sgd);
        using var ofNumbers = LeNet5(OptimizerKind.Sgd);
        var start = ofPixels.Model;

        var loss = ofPixels.Step(images.Bytes.Span, labels, 0.1);

        Assert.Equal(loss, ofNumbers.Step(start.Normalization.Apply(images.Bytes.Span, start.Architecture.Input), labels, 0.1));
        Assert.Equal(WeightHash.Of(ofPixels.Model.Weights), WeightHash.Of(ofNumbers.Model.Weights));
    }

    [Fact]
    public void Pixels_are_deskewed_where_the_network_is_of_such_pictures()
    {
        var (images, labels) = DigitSet.Training.Generate(20);
        var start = ModelCatalog.Find("lenet5").Initial([1, 28, 28], 10, 1) with { IsDeskewed = true };
        using var ofPixels = new KernelTrainer(start, LossKind.CrossEntropy, OptimizerKind.Sgd);
        using var ofNumbers = new KernelTrainer(start, LossKind.CrossEntropy, OptimizerKind.Sgd);
        using var asTheyAre =
            new KernelTrainer(start with { IsDeskewed = false }, LossKind.CrossEntropy, OptimizerKind.Sgd);
        float[] numbers = [.. Enumerable.Range(0, 20).SelectMany(n => start.Prepare(
            images.Bytes.Span.Slice(n * DigitGenerator.PixelCount, DigitGenerator.PixelCount)))];

        var loss = ofPixels.Step(images.Bytes.Span, labels, 0.1);

        Assert.Equal(loss, ofNumbers.Step(numbers, labels, 0.1));
        Assert.NotEqual(loss, asTheyAre.Step(images.Bytes.Span, labels, 0.1));
        Assert.True(ofPixels.Model.IsDeskewed);
    }

    [Fact]
    public void A_model_is_a_copy_that_later_steps_leave_alone()
    {
        using var trainer = Xor(OptimizerKind.Sgd);
        trainer.Step(XorInputs, XorLabels, 0.1);
        var model = trainer.Model;
        var hash = WeightHash.Of(model.Weights);

        trainer.Step(XorInputs, XorLabels, 0.1);

        Assert.Equal(hash, WeightHash.Of(model.Weights));
        Assert.NotEqual(hash, WeightHash.Of(trainer.Model.Weights));
        Assert.Equal(2, trainer.StepCount);
    }

    [Fact]
    public void A_loss_that_is_not_finite_leaves_the_weights_alone()
    {
        using var trainer = Xor(OptimizerKind.Momentum);
        var hash = WeightHash.Of(trainer.Model.Weights);

        var loss = trainer.Step([float.NaN, 0, 0, 1, 1, 0, 1, 1], XorLabels, 0.1);

        Assert.False(double.IsFinite(loss));
        Assert.Equal((hash, 0), (WeightHash.Of(trainer.Model.Weights), trainer.StepCount));
    }

    [Fact]
    public void Samples_that_do_not_fit_the_labels_are_refused()
    {
        using var trainer = Xor(OptimizerKind.Sgd);

        var error = Assert.Throws<ShapeException>(() => trainer.Step(XorInputs.AsSpan(1), XorLabels, 0.1));

        Assert.Equal(
            "xor-mlp got 7 numbers with 4 labels; expected 2 numbers for each label, and at least one label.", error.Message);
        Assert.Throws<ShapeException>(() => trainer.Step(default(ReadOnlySpan<float>), [], 0.1));
    }

    [Theory]
    [InlineData(-1, 0.1)]
    [InlineData(2, 0.1)]
    [InlineData(0, -0.1)]
    [InlineData(0, double.NaN)]
    public void Labels_and_rates_that_do_not_exist_are_refused(int label, double rate)
    {
        using var trainer = Xor(OptimizerKind.Sgd);

        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step([0, 1], [label], rate));
    }

    [Fact]
    public void A_network_that_our_kernels_do_not_train_is_refused()
    {
        var normalized = new Architecture("n", Shape.Create(4), [new BatchNorm1d("norm", 4), new Linear("fc", 4, 2)]);

        Refused(() => Trainer(normalized, LossKind.CrossEntropy), "Our kernels cannot train n: norm (BatchNorm1d)");
    }

    [Fact]
    public void A_single_output_has_no_cross_entropy()
    {
        var single = new Architecture("single", Shape.Create(2), [new Linear("fc", 2, 1)]);

        Refused(() => Trainer(single, LossKind.CrossEntropy), "single has a single output");
    }

    [Fact]
    public void Options_out_of_their_range_are_refused()
    {
        Refused(() => Xor(OptimizerKind.Momentum, new() { Momentum = 1 }), "The momentum (or beta, alpha, rho) is 1");
        Refused(() => Xor(OptimizerKind.Sgd, new() { WeightDecay = -1 }), "The weight decay is -1");
        Refused(() => Xor(OptimizerKind.Sgd, new() { LabelSmoothing = 1 }), "Label smoothing is 1");
        Refused(() => Xor(OptimizerKind.Adam, new() { Beta2 = 1 }), "The momentum (or beta, alpha, rho) is 1");
        Refused(() => Xor(OptimizerKind.Adam, new() { Epsilon = 0 }), "Epsilon is 0");
        Refused(() => Xor(OptimizerKind.Sgd, new() { BiasRate = -1 }), "A factor on the learning rate is -1");
        Refused(() => Xor(OptimizerKind.Sgd, new() { Threads = 0 }), "A step got 0 threads");
    }

    [Fact]
    public void A_disposed_trainer_takes_no_step()
    {
        var trainer = Xor(OptimizerKind.Sgd);
        trainer.Dispose();
        trainer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => trainer.Step(XorInputs, XorLabels, 0.1));
        Assert.Throws<ObjectDisposedException>(() => trainer.Model);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd), InlineData(OptimizerKind.Nesterov), InlineData(OptimizerKind.AdamW)]
    public void Biases_at_twice_the_rate_go_where_all_at_twice_the_rate_go(OptimizerKind optimizer)
    {
        var options = new KernelTrainerOptions { WeightDecay = 0.1 };
        var (single, both, twice) = (After(options, 0.125), After(options with { BiasRate = 2 }, 0.125), After(options, 0.25));

        foreach (var (i, array) in both.Weights.Index())
            Assert.Equal(
                (array.Name.EndsWith("bias", StringComparison.Ordinal) ? twice : single).Weights[i].Values<float>().ToArray(),
                array.Values<float>().ToArray());
        Assert.NotEqual(WeightHash.Of(single.Weights), WeightHash.Of(twice.Weights));

        Model After(KernelTrainerOptions how, double rate)
        {
            using var trainer = Xor(optimizer, how);
            trainer.Step(XorInputs, XorLabels, rate);
            return trainer.Model;
        }
    }

    [Fact]
    public void Rates_by_the_fan_in_are_those_of_the_layers()
    {
        var (start, scaled) = (Xor(OptimizerKind.Sgd), Xor(OptimizerKind.Sgd, new() { RateScaling = RateScaling.FanIn }));
        var fanIns = start.Model.Architecture.Parameters.Select(parameter => parameter.Spec.FanIn).ToList();
        Assert.Equal([2, 2, 8, 8], fanIns);

        using var ofFirst = Xor(OptimizerKind.Sgd);
        using var ofSecond = start;
        using var _ = scaled;
        ofFirst.Step(XorInputs, XorLabels, 0.5 / 2);
        ofSecond.Step(XorInputs, XorLabels, 0.5 / 8);
        scaled.Step(XorInputs, XorLabels, 0.5);

        foreach (var (i, array) in scaled.Model.Weights.Index())
            Assert.Equal(
                (i < 2 ? ofFirst : ofSecond).Model.Weights[i].Values<float>().ToArray(), array.Values<float>().ToArray());
    }

    private static void Refused(Func<object> create, string beginning)
    {
        var error = Assert.Throws<TorchBasicsException>(create);

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.StartsWith(beginning, error.Message, StringComparison.Ordinal);
    }

    private static KernelTrainer Trainer(Architecture architecture, LossKind loss) =>
        new(new Model(architecture, WeightInitializer.Draw(architecture, 1)), loss, OptimizerKind.Sgd);

    private static KernelTrainer Xor(OptimizerKind optimizer, KernelTrainerOptions? options = null) =>
        new(ModelCatalog.Find("xor-mlp").Initial(1), XorMlp.Recipe.Loss, optimizer, options);

    // Mean 0.13 and deviation 0.31, as the drawn digits have them.
    private static KernelTrainer LeNet5(OptimizerKind optimizer) =>
        new(
            ModelCatalog.Find("lenet5").Initial(1) with { Normalization = Normalization.FromMean(0.13, 0.31) },
            LossKind.CrossEntropy,
            optimizer);

    private static string Trained(string model, int threads)
    {
        var (images, labels) = DigitSet.Training.Generate(150);
        using var trainer = new KernelTrainer(
            ModelCatalog.Find(model).Initial(1) with { Normalization = Normalization.FromMean(0.13, 0.31) },
            LossKind.CrossEntropy,
            OptimizerKind.Adam,
            new() { Threads = threads });
        for (var step = 0; step < 5; step++)
            trainer.Step(images.Bytes.Span, labels, 0.001);
        return WeightHash.Of(trainer.Model.Weights);
    }

    private static double Accuracy(Model model, int count)
    {
        var (images, labels) = DigitSet.Test.Generate(count);
        using var predictor = new Predictor(model);
        var right = 0;
        for (var i = 0; i < count; i++)
        {
            var pixels = images.Bytes.Span.Slice(i * DigitGenerator.PixelCount, DigitGenerator.PixelCount);
            right += predictor.Predict(model.Normalization.Apply(pixels, model.Architecture.Input)) == labels[i] ? 1 : 0;
        }

        return (double)right / count;
    }
}
