using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using TorchBasics.Benchmarks.Running;
using TorchBasics.Bindings.Memory;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Architectures;

namespace TorchBasics.Benchmarks.Training;

/// <summary>
/// PyTorch in Python: pytorch/rival.py in a process of its own, with the same tensors, that waits for its turns and
/// measures them itself.
/// </summary>
internal sealed class PythonLoop : Rival
{
    private readonly TrainingTask _task;
    private readonly string _folder = Directory.CreateTempSubdirectory("torchbasics-rival-").FullName;
    private readonly Process _python;

    public PythonLoop(TrainingTask task, (string Program, string Version) python)
        : base(TitleOf(python.Version))
    {
        _task = task;
        WriteTask();
        _python = Process.Start(new ProcessStartInfo(
            python.Program, [Path.Combine(AppContext.BaseDirectory, "pytorch", "rival.py"), _folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        if (Read() is var greeting && !greeting.StartsWith("ready", StringComparison.Ordinal))
            throw new TorchBasicsException(ErrorKind.Failed, $"The PyTorch rival answered '{greeting}'; expected 'ready'.");
    }

    public static string TitleOf(string version) => $"PyTorch {version} in Python";

    public override bool IsInProcess => false;

    public override double Time(int steps) => double.Parse(Ask($"run {steps}"), CultureInfo.InvariantCulture);

    public override long PeakMemory() => long.Parse(Ask("memory"), CultureInfo.InvariantCulture);

    public override float[] Result()
    {
        var file = Path.Combine(_folder, "result");
        Ask($"weights {file}");
        return _task.Moved(MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray());
    }

    protected override void Free()
    {
        _python.StandardInput.Close(); // the end of its commands ends it
        _python.WaitForExit();
        _python.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Ask(string command)
    {
        _python.StandardInput.WriteLine(command);
        _python.StandardInput.Flush();
        return Read();
    }

    private string Read() => _python.StandardOutput.ReadLine()
        ?? throw new TorchBasicsException(ErrorKind.Failed, "The PyTorch rival ended early; its message stands above.");

    private void WriteTask()
    {
        var recipe = _task.Recipe;
        var task = new JsonObject
        {
            ["architecture"] = JsonNode.Parse(ArchitectureJson.Write(_task.Architecture)),
            ["recipe"] = new JsonObject
            {
                ["batchSize"] = recipe.BatchSize,
                ["optimizer"] = recipe.Optimizer.ToString(),
                ["learningRate"] = recipe.LearningRate,
                ["momentum"] = recipe.Momentum,
                ["loss"] = recipe.Loss.ToString(),
                ["labelSmoothing"] = recipe.LabelSmoothing,
            },
            ["count"] = _task.Data.Count,
            ["threads"] = _task.Threads,
        };
        File.WriteAllText(Path.Combine(_folder, "task.json"), task.ToJsonString());
        Write<float>("inputs", _task.Data.Inputs.AsReadOnlySpan<float>());
        Write<long>("labels", _task.Data.Labels.AsReadOnlySpan<long>());
        Write<long>("order", _task.Order);
        Write<float>("weights", _task.Weights.SelectMany(array => array.Values<float>().ToArray()).ToArray());
    }

    private void Write<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        using var file = File.Create(Path.Combine(_folder, name));
        file.Write(MemoryMarshal.AsBytes(values));
    }
}
