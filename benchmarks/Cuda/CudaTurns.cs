using System.Diagnostics;
using TorchBasics.Benchmarks.Training;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Recording;
using TorchSharp;

namespace TorchBasics.Benchmarks.Cuda;

/// <summary>Our trainer in turns, operator by operator and with graphs.</summary>
internal static class CudaTurns
{
    public const string Eager = "TorchBasics, operator by operator";
    public const string Graphs = "TorchBasics, CUDA graphs";

    private const int WarmUps = 20;

    /// <summary>Measures both.</summary>
    /// <param name="work">What it is called.</param>
    /// <param name="task">Network, data and recipe.</param>
    /// <param name="turns">Turns of each.</param>
    /// <param name="seconds">Seconds of a turn, about.</param>
    public static IReadOnlyList<CudaRow> Measure(string work, TrainingTask task, int turns, double seconds)
    {
        using var eager = new Entrant(task, GraphChoice.Off);
        using var graphs = new Entrant(task, GraphChoice.Auto);
        eager.Time(WarmUps);
        graphs.Time(WarmUps);
        var same = task.Data.Device.type != DeviceType.CUDA ? "none on the CPU, the same way again"
            : eager.Weights().AsSpan().SequenceEqual(graphs.Weights())
            ? $"the same bits as operator by operator after {WarmUps} steps"
            : $"other bits than operator by operator after {WarmUps} steps";
        Entrant[] entrants = [eager, graphs];
        var steps = entrants.Select(entrant => (int)Math.Clamp(seconds * WarmUps / entrant.Time(WarmUps), 1, 100_000)).ToArray();
        var times = entrants.Select(_ => new List<double>()).ToArray();
        for (var turn = 0; turn < turns; turn++)
            for (var i = 0; i < entrants.Length; i++)
                times[i].Add(entrants[i].Time(steps[i]) / steps[i]);
        var batch = task.Recipe.BatchSize;
        return
        [
            new CudaRow(work, Eager, Median(times[0]), batch, ""),
            new CudaRow(work, Graphs, Median(times[1]), batch, graphs.Remark is { } remark ? $"not used: {remark}" : same),
        ];
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private sealed class Entrant : IDisposable
    {
        private readonly Network _network;
        private readonly Trainer _trainer;

        public Entrant(TrainingTask task, GraphChoice graphs)
        {
            _network = new Network(task.Architecture, TrainingTask.Seed);
            _network.to(task.Data.Device);
            _trainer = new Trainer(_network, task.Data, new TrainingOptions
            {
                Recipe = task.Recipe,
                Seed = TrainingTask.Seed,
                Kernels = KernelChoice.Libtorch,
                Graphs = graphs,
            });
        }

        public string? Remark => _trainer.RecordingRemark;

        public double Time(int steps)
        {
            var start = Stopwatch.GetTimestamp();
            for (var step = 0; step < steps; step++)
                _trainer.Step();
            _trainer.ReadMeter(); // waits for the device
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        public float[] Weights() => [.. _network.Save().SelectMany(array => array.Values<float>().ToArray())];

        public void Dispose()
        {
            _trainer.Dispose();
            _network.Dispose();
        }
    }
}
