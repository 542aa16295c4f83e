using System.Globalization;
using TorchBasics.Benchmarks.Reporting;
using TorchBasics.Core.Errors;

namespace TorchBasics.Benchmarks.Startup;

/// <summary>
/// Time from the start of the process to its first training step, LeNet-5 on 60,000 drawn digits. The step is seen by the
/// checkpoint that is written after it, so that the time is rather too long than too short.
/// </summary>
internal static class FirstStep
{
    private const int Runs = 5;
    private const double Limit = 120;

    /// <summary>Measures and prints.</summary>
    public static void Run()
    {
        var load = new OtherLoad();
        List<double> seconds = [.. Enumerable.Range(0, Runs).Select(_ => Measure())];
        var each = string.Join(", ", seconds.Select(value => value.ToString("f2", CultureInfo.InvariantCulture)));
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"process start to first training step, lenet5 on drawn digits: "
            + $"mean {seconds.Average():f2} s of {Runs} runs ({each} s)");
        Console.WriteLine($"{text}; other programs: {OtherLoad.Describe(load.Share())}");
    }

    private static double Measure()
    {
        using var program = new TrainingProgram("lenet5", "--data", "digits", "--checkpoint-every", "1", "--quiet");
        var checkpoints = Directory.CreateDirectory(Path.Combine(program.Folder, "checkpoints")).FullName;
        while (program.IsRunning && program.Seconds < Limit)
        {
            Thread.Sleep(1);
            if (Directory.EnumerateFiles(checkpoints, "step-*.safetensors")
                .Any(path => !path.EndsWith("step-000000000.safetensors", StringComparison.Ordinal)))
                return program.Seconds;
        }

        throw new TorchBasicsException(ErrorKind.Failed, "torchbasics made no training step.");
    }
}
