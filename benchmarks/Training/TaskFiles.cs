using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using TorchBasics.Bindings.Memory;
using TorchBasics.Formats.Architectures;

namespace TorchBasics.Benchmarks.Training;

/// <summary>A task as files that programs in other languages read.</summary>
internal static class TaskFiles
{
    /// <summary>
    /// Writes task.json, the same numbers once more as plain text in "numbers" (samples, batch, threads, rate, momentum, label
    /// smoothing), and the arrays as raw little-endian files: inputs and weights float32, labels and order int64.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="folder">An empty folder.</param>
    public static void Write(TrainingTask task, string folder)
    {
        var recipe = task.Recipe;
        var json = new JsonObject
        {
            ["architecture"] = JsonNode.Parse(ArchitectureJson.Write(task.Architecture)),
            ["recipe"] = new JsonObject
            {
                ["batchSize"] = recipe.BatchSize,
                ["optimizer"] = recipe.Optimizer.ToString(),
                ["learningRate"] = recipe.LearningRate,
                ["momentum"] = recipe.Momentum,
                ["loss"] = recipe.Loss.ToString(),
                ["labelSmoothing"] = recipe.LabelSmoothing,
            },
            ["count"] = task.Data.Count,
            ["threads"] = task.Threads,
        };
        File.WriteAllText(Path.Combine(folder, "task.json"), json.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "numbers"), string.Create(
            CultureInfo.InvariantCulture,
            $"{task.Data.Count} {recipe.BatchSize} {task.Threads} "
            + $"{recipe.LearningRate} {recipe.Momentum} {recipe.LabelSmoothing}\n"));
        Write<float>(folder, "inputs", task.Data.Inputs.AsReadOnlySpan<float>());
        Write<long>(folder, "labels", task.Data.Labels.AsReadOnlySpan<long>());
        Write<long>(folder, "order", task.Order);
        Write<float>(folder, "weights", task.Weights.SelectMany(array => array.Values<float>().ToArray()).ToArray());
    }

    private static void Write<T>(string folder, string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        using var file = File.Create(Path.Combine(folder, name));
        file.Write(MemoryMarshal.AsBytes(values));
    }
}
