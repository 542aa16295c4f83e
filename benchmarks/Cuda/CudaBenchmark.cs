using System.Globalization;
using TorchBasics.Benchmarks.Reporting;
using TorchBasics.Benchmarks.Training;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Cuda;

/// <summary>
/// Training steps on CUDA, operator by operator and as graphs, beside PyTorch on the same machine, and the time to 99.0 % on
/// MNIST. Made to take less than five minutes, those of compiling included.
/// </summary>
internal static class CudaBenchmark
{
    public const string Verb = "cuda";

    private const int Pictures = 57_344; // whole batches of each size
    private const int Turns = 5;
    private const double TurnSeconds = 0.25;
    private const int PythonSeconds = 150;
    private const string Output = "artifacts/benchmarks/cuda.md";

    private static readonly int[] Batches = [64, 256, 1024, 4096];

    /// <summary>Measures and prints.</summary>
    /// <param name="arguments">"--try" computes a little on the CPU, to see whether everything works.</param>
    /// <exception cref="TorchBasicsException">There is no CUDA device: kind Usage.</exception>
    public static void Run(ReadOnlySpan<string> arguments)
    {
        var tries = arguments is ["--try"];
        if (!arguments.IsEmpty && !tries)
            throw new TorchBasicsException(ErrorKind.Usage, $"There is no option '{arguments[0]}' of {Verb}; expected --try.");
        var native = NativeRuntime.Load();
        if (!tries && !native.CudaAvailable)
            throw new TorchBasicsException(ErrorKind.Usage, $"There is nothing to measure, since {native.CudaReason}.");

        var device = tries ? CPU : CUDA;
        Console.Error.WriteLine("drawing digits");
        var digits = DataCatalog.Load("digits", new DataOptions { TrainLimit = tries ? 512 : Pictures, TestLimit = 10 });
        var folder = Directory.CreateTempSubdirectory("torchbasics-cuda-").FullName;
        try
        {
            using (var samples = new TensorData(digits.Train, digits.DefaultNormalization(), CPU))
                PythonOnCuda.WriteSamples(folder, samples);
            var rows = new List<CudaRow>();
            var networks = new[] { (LeNet5.Architecture, LeNet5.Recipe), (Mlp.Architecture, Mlp.Recipe) };
            foreach (var (architecture, recipe) in networks)
                foreach (var batch in tries ? [64] : Batches)
                {
                    var name = $"{architecture.Name}-{batch}";
                    Console.Error.WriteLine(name);
                    using var task = new TrainingTask(
                        architecture, recipe with { BatchSize = batch, LearningRate = 0.01 }, digits, threads: 1, device);
                    rows.AddRange(CudaTurns.Measure(name, task, tries ? 2 : Turns, tries ? 0.02 : TurnSeconds));
                    PythonOnCuda.WriteTask(folder, name, task);
                }

            var accuracy = CudaAccuracy.Load(tries);
            if (accuracy is not null)
            {
                rows.AddRange(accuracy.Measure(device));
                PythonOnCuda.WriteAccuracy(folder, accuracy);
            }
            else
                Console.Error.WriteLine($"no MNIST: name the folder above mnist in {DataLocations.DataVariable}");

            rows.AddRange(PythonOnCuda.Measure(folder, tries ? "cpu" : "cuda", tries ? 10 : PythonSeconds));
            Page.Publish(Compose(native, device, rows), Output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Compose(NativeRuntimeInfo native, Device device, List<CudaRow> rows)
    {
        var lines = new List<string>
        {
            $"- system: {native.System}, {native.Processors} processors",
            device.type == TorchSharp.DeviceType.CUDA ? "- device: CUDA" : "- device: the CPU, only tried: it has no graphs",
            $"- versions: TorchSharp {native.TorchSharp}, libtorch {native.Libtorch}, .NET {native.DotNet}",
            $"- steps: median of {Turns} turns of {TurnSeconds.ToString(CultureInfo.InvariantCulture)} s, "
                + "each of which ends when the device is done",
            "",
            "| work | who | time | samples/s | remark |",
            "|---|---|---:|---:|---|",
        };
        foreach (var row in rows.GroupBy(row => row.Work).SelectMany(group => group))
        {
            var rate = row.Samples is { } samples
                ? (samples / row.Seconds).ToString("N0", CultureInfo.InvariantCulture)
                : "";
            lines.Add($"| {row.Work} | {row.Who} | {ResultTable.Time(row.Seconds)} | {rate} | {row.Remark} |");
        }

        return string.Join('\n', lines) + "\n";
    }
}
