using System.Diagnostics;
using System.Globalization;
using TorchBasics.Benchmarks.Running;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Digits;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Growth;

/// <summary>
/// Time per picture and memory as the data set grows, each size in a process of its own. Beyond 60,000 the drawn digits
/// repeat; each copy has memory of its own.
/// </summary>
internal static class GrowthByData
{
    /// <summary>The verb with which this program starts itself.</summary>
    public const string Verb = "growth-of-data";

    private const int Distinct = 60_000;
    private const double WarmUpSeconds = 1;
    private const double Seconds = 6;

    private static readonly int[] Sizes = [1_000, 10_000, 100_000, 1_000_000];

    /// <summary>What one size gave.</summary>
    /// <param name="Pictures">Size of the data set.</param>
    /// <param name="MicrosecondsPerPicture">Time of training, batch 64.</param>
    /// <param name="MegabytesAtStart">Resident memory when training had warmed up.</param>
    /// <param name="MegabytesAtEnd">Resident memory some seconds later.</param>
    /// <param name="PeakMegabytes">The most there ever was, drawing of the data included.</param>
    internal readonly record struct Size(
        int Pictures, double MicrosecondsPerPicture, double MegabytesAtStart, double MegabytesAtEnd, double PeakMegabytes);

    /// <summary>Measures all sizes.</summary>
    /// <param name="threads">Threads.</param>
    /// <param name="progress">Hears what is being done.</param>
    /// <returns>One entry per size.</returns>
    public static IReadOnlyList<Size> Measure(int threads, Action<string> progress) => [.. Sizes.Select(pictures =>
    {
        progress($"training on {pictures.ToString("n0", CultureInfo.InvariantCulture)} pictures");
        return Ask(pictures, threads);
    })];

    /// <summary>Answers for one size, on standard output.</summary>
    /// <param name="pictures">Size of the data set.</param>
    /// <param name="threads">Threads.</param>
    public static void Answer(int pictures, int threads)
    {
        set_num_threads(threads);
        var split = Draw(pictures);
        using var network = new LeNet5(seed: 1);
        using var data = new TensorData(split.Train, split.DefaultNormalization(), CPU);
        var recipe = Core.Catalog.LeNet5.Recipe with
        {
            Epochs = 1_000_000,
            LearningRate = 0.01,
            Schedule = Core.Recipes.ScheduleKind.Constant
        };
        using var trainer = new Trainer(network, data, new TrainingOptions { Recipe = recipe, Seed = 1 });

        Train(trainer, WarmUpSeconds);
        var start = ProcessMemory.Resident();
        var (steps, seconds) = Train(trainer, Seconds);
        var perPicture = seconds / (steps / (double)trainer.StepsPerEpoch * pictures); // the last batch of an epoch is smaller
        double[] numbers = [perPicture * 1e6, start / 1e6, ProcessMemory.Resident() / 1e6, ProcessMemory.Peak() / 1e6];
        Console.WriteLine(string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))));
    }

    private static (long Steps, double Seconds) Train(Trainer trainer, double seconds)
    {
        var (watch, before) = (Stopwatch.StartNew(), trainer.StepCount);
        while (watch.Elapsed.TotalSeconds < seconds)
            trainer.Step();
        return (trainer.StepCount - before, watch.Elapsed.TotalSeconds);
    }

    private static DataSplit Draw(int pictures)
    {
        var (images, labels) = DigitGenerator.Generate(seed: 1, first: 0, Math.Min(pictures, Distinct));
        var (pixels, classes) = (new byte[pictures * DigitGenerator.PixelCount], new int[pictures]);
        for (var i = 0; i < pictures; i++)
        {
            images.Bytes.Span.Slice(i % labels.Length * DigitGenerator.PixelCount, DigitGenerator.PixelCount)
                .CopyTo(pixels.AsSpan(i * DigitGenerator.PixelCount));
            classes[i] = labels[i % labels.Length];
        }

        var set = new SampleSet(
            "digits",
            new NamedArray("images", ElementType.UInt8, [pictures, .. images.Sizes.Skip(1)], pixels),
            classes,
            ClassNames.Digits);
        return new DataSplit(set, set.Take(10));
    }

    private static Size Ask(int pictures, int threads)
    {
        string[] arguments =
            [Verb, pictures.ToString(CultureInfo.InvariantCulture), threads.ToString(CultureInfo.InvariantCulture)];
        using var process =
            Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new TorchBasicsException(
                ErrorKind.Failed, $"Training on {pictures} pictures ended with exit code {process.ExitCode}.");
        var numbers = answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new(pictures, numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
