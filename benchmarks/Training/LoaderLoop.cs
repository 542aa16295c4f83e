using TorchBasics.Benchmarks.Running;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Training;

/// <summary>
/// The style of TorchSharp's own examples: a data set that hands out single normalised pictures, TorchSharp's DataLoader,
/// which puts them together, and a loop that looks at the loss every 100 steps.
/// </summary>
internal sealed class LoaderLoop : Rival
{
    public const string Title = "TorchSharp with its DataLoader";

    private const int LogInterval = 100;

    private readonly TrainingTask _task;
    private readonly Sequential _network;
    private readonly optim.Optimizer _optimizer;
    private readonly DataLoader _loader;
    private IEnumerator<Dictionary<string, Tensor>> _batches;
    private long _step;

    public LoaderLoop(TrainingTask task)
        : base(Title)
    {
        _task = task;
        _network = BareModules.Build(task.Architecture, task.Weights);
        _optimizer = BareOptimizer.Create(task.Recipe, _network.parameters());
        _loader = utils.data.DataLoader(
            new PictureDataset(task.Data.Source, task.Data.Normalization), task.Recipe.BatchSize, task.Order, CPU);
        _batches = _loader.GetEnumerator();
    }

    public override float[] Result() =>
        _task.Moved(_network.parameters().SelectMany(parameter => parameter.data<float>().ToArray()));

    protected override void Work(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            if (!_batches.MoveNext())
                StartEpoch();
            var batch = _batches.Current;

            using var scope = NewDisposeScope();
            _optimizer.zero_grad();
            var loss = BareLoss.Of(_task.Recipe, _network.call(batch["data"]), batch["label"]);
            loss.backward();
            _optimizer.step();
            if (++_step % LogInterval == 0)
                _ = loss.item<float>();
        }
    }

    protected override void Free()
    {
        _batches.Dispose();
        _loader.Dispose();
        _optimizer.Dispose();
        _network.Dispose();
    }

    private void StartEpoch()
    {
        _batches.Dispose();
        _batches = _loader.GetEnumerator();
        _batches.MoveNext();
    }
}
