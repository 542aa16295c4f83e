using System.Globalization;
using System.Text.RegularExpressions;
using TorchBasics.Benchmarks.Reporting;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;

namespace TorchBasics.Benchmarks.Startup;

/// <summary>
/// Time from the start of the process until its log shows 99.0 % of the test images of MNIST told apart, for several seeds.
/// </summary>
internal static partial class TimeToAccuracy
{
    private const double Target = 99.0;

    // Chosen with 10,000 training images kept back and seeds 11 to 13, without a look at the test set: of batches of 32, 64
    // and 128, rates from 0.05 to 0.2, label smoothing from 0 to 0.1 and one to three epochs, the shortest that was above
    // 99.0 % for each seed.
    private static readonly string[] Recipe =
        ["--epochs", "2", "--batch-size", "64", "--learning-rate", "0.1", "--schedule", "one-cycle", "--label-smoothing", "0.05"];

    private static readonly ulong[] Seeds = [1, 2, 3, 4, 5];

    /// <summary>Measures and prints.</summary>
    /// <exception cref="TorchBasicsException">There are no files of MNIST, or training failed.</exception>
    public static void Run()
    {
        if (Environment.GetEnvironmentVariable(DataLocations.DataVariable) is not { Length: > 0 })
            throw new TorchBasicsException(
                ErrorKind.Usage, $"The files of MNIST are needed: name the folder above mnist in {DataLocations.DataVariable}.");
        Console.WriteLine($"lenet5 on mnist, {string.Join(' ', Recipe)}");
        var load = new OtherLoad();
        var reached = Seeds.Select(Measure).ToList();
        var summary = reached.All(seconds => seconds is not null)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"each of {Seeds.Length} seeds reached {Target:f1} %, after {reached.Average():f2} s on the average")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{reached.Count(seconds => seconds is not null)} of {Seeds.Length} seeds reached {Target:f1} %");
        Console.WriteLine($"{summary}; other programs: {OtherLoad.Describe(load.Share())}");
    }

    private static double? Measure(ulong seed)
    {
        using var program = new TrainingProgram(
            ["lenet5", "--data", "mnist", .. Recipe, "--seed", seed.ToString(CultureInfo.InvariantCulture)]);
        var (reached, accuracy) = ((double?)null, double.NaN);
        foreach (var (seconds, line) in program.Lines())
        {
            if (EpochLine().Match(line) is not { Success: true } epoch)
                continue;
            accuracy = double.Parse(epoch.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            if (accuracy >= Target)
                reached ??= seconds;
        }

        var when = reached is { } after ? string.Create(CultureInfo.InvariantCulture, $"after {after:f2} s") : "never";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {Target:f1} % {when}, at the end {accuracy:f2} %, process {program.Seconds:f2} s"));
        return reached;
    }

    // epoch, train loss, its accuracy, test loss, its accuracy: "    1      0.8023    82.35 %     0.2057    95.35 %"
    [GeneratedRegex(@"^\s*\d+\s+[\d.]+\s+[\d.]+ %\s+[\d.]+\s+([\d.]+) %")]
    private static partial Regex EpochLine();
}
