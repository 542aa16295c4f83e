using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Inference;
using TorchBasics.Kernels.Learning;
using TorchBasics.Reference.Learning;

namespace TorchBasics.Lessons.Learning;

/// <summary>Trains networks on drawn digits with our kernels: the same three steps in a terminal and in a browser.</summary>
internal static class DigitLearning
{
    /// <summary>A network with the initial weights of a seed, that knows how the pixels of a training set enter it.</summary>
    public static Model Start(Architecture architecture, DigitSamples samples, ulong seed) =>
        new(architecture, WeightInitializer.Draw(architecture, seed))
        {
            Normalization = samples.Standardization,
            ClassNames = Model.NumberedClasses(architecture),
            TrainedOn = "digits",
            CreatedBy = ProductVersion.Text,
        };

    /// <summary>Trains.</summary>
    /// <param name="start">The network to start with.</param>
    /// <param name="recipe">How; its epochs are not read.</param>
    /// <param name="samples">What to learn from.</param>
    /// <param name="seed">Shuffles them.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="report">Told how much is done; may throw to end it.</param>
    /// <returns>The trained network, and the loss of the batch before each step.</returns>
    public static (Model Model, IReadOnlyList<double> Losses) Run(
        Model start, TrainingRecipe recipe, DigitSamples samples, ulong seed, int steps, Action<double>? report = null)
    {
        using var trainer = new KernelTrainer(start, recipe.Loss, recipe.Optimizer, new()
        {
            Momentum = recipe.Momentum,
            Beta2 = recipe.Beta2,
            Epsilon = recipe.Epsilon,
            WeightDecay = recipe.WeightDecay,
            BiasRate = recipe.BiasRate,
            RateScaling = recipe.RateScaling,
            LabelSmoothing = recipe.LabelSmoothing,
            Threads = OperatingSystem.IsBrowser() ? 1 : Environment.ProcessorCount,
            Seed = seed,
        });
        var size = Math.Min(recipe.BatchSize, samples.Count);
        var (pixels, labels) = (new byte[size * DigitSamples.PixelCount], new int[size]);
        var (order, next, epoch) = (Array.Empty<int>(), 0, 0);
        var losses = new List<double>(steps);
        for (var step = 0; step < steps; step++)
        {
            if (next + size > order.Length)
                (order, next) = (SampleSequence.Epoch(seed, ++epoch, samples.Count), 0);
            for (var k = 0; k < size; k++, next++)
            {
                samples.Picture(order[next]).CopyTo(pixels.AsSpan(k * DigitSamples.PixelCount));
                labels[k] = samples.Labels[order[next]];
            }

            losses.Add(trainer.Step(pixels, labels, LearningRates.At(recipe, step, samples.Count / size, steps)));
            report?.Invoke((step + 1.0) / steps);
        }

        return (trainer.Model, losses);
    }

    /// <summary>What a network says of samples.</summary>
    /// <param name="model">The network.</param>
    /// <param name="samples">The samples.</param>
    /// <returns>Outputs, ten for each.</returns>
    public static float[] Outputs(Model model, DigitSamples samples)
    {
        using var predictor = new Predictor(model);
        var (inputs, outputs) = (
            model.Normalization.Apply(samples.SeenBy(model).Pixels, [1, samples.Count, DigitSamples.PixelCount]),
            new float[samples.Count * predictor.Outputs]);
        predictor.Run(inputs, outputs);
        return outputs;
    }

    /// <summary>Which class each row of outputs names: the first of the largest.</summary>
    public static int[] Classes(ReadOnlySpan<float> outputs)
    {
        var classes = new int[outputs.Length / 10];
        for (var n = 0; n < classes.Length; n++)
        {
            var row = outputs.Slice(10 * n, 10);
            for (var k = 1; k < 10; k++)
                if (row[k] > row[classes[n]])
                    classes[n] = k;
        }

        return classes;
    }

    /// <summary>How many samples a network answers correctly.</summary>
    public static int Correct(Model model, DigitSamples samples) =>
        Classes(Outputs(model, samples)).Zip(samples.Labels).Count(pair => pair.First == pair.Second);
}
