using BenchmarkDotNet.Attributes;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks;

/// <summary>
/// 100 training steps of LeNet-5: our trainer against the loop that a TorchSharp user writes, over the same tensors, with
/// the same layers, loss, optimizer and batches. Images per second = 100 * batch / time.
/// </summary>
[MemoryDiagnoser]
public class LeNetTraining : IDisposable
{
    private const int Steps = 100;

    private TensorData _data = null!;
    private LeNet5 _network = null!;
    private Trainer _trainer = null!;
    private Sequential _bare = null!;
    private SGD _optimizer = null!;
    private Tensor _order = null!;
    private int _position;

    /// <summary>Samples per step.</summary>
    [Params(64, 256)]
    public int Batch { get; set; }

    /// <summary>Threads of libtorch.</summary>
    [Params(2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        NativeRuntime.Load();
        set_num_threads(Threads);
        var split = DataCatalog.Load("digits", new DataOptions { TrainLimit = Batch * 200, TestLimit = 10 });
        _data = new TensorData(split.Train, split.DefaultNormalization(), CPU);
        var recipe = LeNet5.Recipe with { BatchSize = Batch, Epochs = 1_000_000, LearningRate = 0.01, Schedule = ScheduleKind.Constant };
        _network = new LeNet5(seed: 1);
        _trainer = new Trainer(_network, _data, new TrainingOptions { Recipe = recipe, Seed = 1 });

        _bare = nn.Sequential(
            nn.Conv2d(1, 6, 5, padding: 2), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10));
        _optimizer = optim.SGD(_bare.parameters(), 0.01, momentum: 0.9, nesterov: true);
        _order = randperm(_data.Count);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Steps)]
    public float BareTorchSharp()
    {
        var last = 0f;
        for (var step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            var indices = _order.narrow(0, _position, Batch);
            _position = (_position + Batch) % _data.Count;
            _optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(
                _bare.call(_data.Inputs.index_select(0, indices)), _data.Labels.index_select(0, indices), label_smoothing: 0.05);
            loss.backward();
            _optimizer.step();
            last = loss.item<float>();
        }

        return last;
    }

    [Benchmark(OperationsPerInvoke = Steps)]
    public long TorchBasicsTrainer()
    {
        for (var step = 0; step < Steps; step++)
            _trainer.Step();
        return _trainer.StepCount;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _trainer.Dispose();
        _network.Dispose();
        _optimizer.Dispose();
        _bare.Dispose();
        _order.Dispose();
        _data.Dispose();
    }
}
