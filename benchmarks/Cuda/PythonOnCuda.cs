using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using TorchBasics.Benchmarks.Training;
using TorchBasics.Bindings.Memory;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats.Architectures;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Cuda;

/// <summary>PyTorch in Python on the same device: pytorch/cuda_rival.py, with the same tensors.</summary>
internal static class PythonOnCuda
{
    private const string Script = "cuda_rival.py";

    /// <summary>Writes what a contest is about.</summary>
    /// <param name="folder">The folder of all contests.</param>
    /// <param name="contest">The contest, and its folder.</param>
    /// <param name="task">Network, data and recipe.</param>
    public static void WriteTask(string folder, string contest, TrainingTask task)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, contest)).FullName;
        WriteDescription(place, ArchitectureJson.Write(task.Architecture), task.Recipe, task.Data.Count);
        Write<long>(place, "order", task.Order);
        Write<float>(place, "weights", task.Weights.SelectMany(array => array.Values<float>().ToArray()).ToArray());
        foreach (var name in (string[])["inputs", "labels"])
            File.CreateSymbolicLink(Path.Combine(place, name), Path.Combine(folder, name));
    }

    /// <summary>Writes the samples of all contests, once: they are large.</summary>
    public static void WriteSamples(string folder, TensorData data) => WriteSamples(folder, "", data);

    /// <summary>Writes what the way to 99.0 % is about.</summary>
    public static void WriteAccuracy(string folder, CudaAccuracy accuracy)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, "accuracy")).FullName;
        using var train = new TensorData(accuracy.Split.Train, accuracy.Normalization, CPU);
        using var test = new TensorData(accuracy.Split.Test, accuracy.Normalization, CPU);
        using var network = new Network(Core.Catalog.LeNet5.Architecture, CudaAccuracy.Seed);
        WriteDescription(place, ArchitectureJson.Write(Core.Catalog.LeNet5.Architecture), accuracy.Recipe, train.Count);
        WriteSamples(place, "", train);
        WriteSamples(place, "test-", test);
        var orders = Enumerable.Range(0, accuracy.Recipe.Epochs)
            .SelectMany(epoch => EpochOrder.Permutation(CudaAccuracy.Seed, epoch, train.Count));
        Write<long>(place, "order", orders.ToArray());
        Write<double>(place, "rates", accuracy.Rates());
        Write<float>(place, "weights", network.Save().SelectMany(array => array.Values<float>().ToArray()).ToArray());
    }

    /// <summary>Has everything measured that the folder holds.</summary>
    /// <param name="folder">The folder of all contests.</param>
    /// <param name="device">"cuda", or "cpu" to try.</param>
    /// <param name="seconds">How long it may begin with something new.</param>
    /// <returns>The figures; none where there is no PyTorch.</returns>
    public static IEnumerable<CudaRow> Measure(string folder, string device, int seconds)
    {
        if (PythonFinder.Python is not { } python)
        {
            Console.Error.WriteLine($"no PyTorch in Python found; {PythonFinder.Variable} names one");
            yield break;
        }

        using var process = Process.Start(new ProcessStartInfo(
            python.Program, [Path.Combine(AppContext.BaseDirectory, "pytorch", Script), folder, device, $"{seconds}"])
        {
            RedirectStandardOutput = true,
        })!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (JsonNode.Parse(line) is not JsonObject figure)
                continue;
            Console.Error.WriteLine(line);
            yield return new CudaRow(
                (string)figure["work"]!,
                $"PyTorch {python.Version}, {(string)figure["who"]!}",
                (double)figure["seconds"]!,
                (int?)figure["samples"],
                (string)figure["remark"]!);
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
            Console.Error.WriteLine($"{Script} ended with {process.ExitCode}; its message stands above");
    }

    private static void WriteDescription(string place, string architecture, TrainingRecipe recipe, int count)
    {
        var task = new JsonObject
        {
            ["architecture"] = JsonNode.Parse(architecture),
            ["recipe"] = new JsonObject
            {
                ["batchSize"] = recipe.BatchSize,
                ["optimizer"] = recipe.Optimizer.ToString(),
                ["learningRate"] = recipe.LearningRate,
                ["momentum"] = recipe.Momentum,
                ["labelSmoothing"] = recipe.LabelSmoothing,
            },
            ["count"] = count,
            ["threads"] = 1,
        };
        File.WriteAllText(Path.Combine(place, "task.json"), task.ToJsonString());
    }

    private static void WriteSamples(string place, string prefix, TensorData data)
    {
        using var inputs = data.Inputs.cpu();
        using var labels = data.Labels.cpu();
        Write(place, $"{prefix}inputs", inputs.AsReadOnlySpan<float>());
        Write(place, $"{prefix}labels", labels.AsReadOnlySpan<long>());
    }

    private static void Write<T>(string place, string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        using var file = File.Create(Path.Combine(place, name));
        file.Write(MemoryMarshal.AsBytes(values));
    }
}
