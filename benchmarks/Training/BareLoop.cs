using TorchBasics.Benchmarks.Running;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Training;

/// <summary>
/// The loop that a TorchSharp user writes who keeps all samples in one tensor: select a batch, forward, loss, backward,
/// TorchSharp's own optimizer, read the loss.
/// </summary>
internal sealed class BareLoop : Rival
{
    public const string Title = "bare TorchSharp";

    private readonly TrainingTask _task;
    private readonly Sequential _network;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _order;
    private int _position;

    public BareLoop(TrainingTask task, string name = Title)
        : base(name)
    {
        _task = task;
        _network = BareModules.Build(task.Architecture, task.Weights);
        _optimizer = BareOptimizer.Create(task.Recipe, _network.parameters());
        _order = tensor(task.Order).DetachFromDisposeScope();
    }

    public override float[] Result() =>
        _task.Moved(_network.parameters().SelectMany(parameter => parameter.data<float>().ToArray()));

    protected override void Work(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            var (inputs, labels) = NextBatch();
            _optimizer.zero_grad();
            var loss = BareLoss.Of(_task.Recipe, _network.call(inputs), labels);
            loss.backward();
            _optimizer.step();
            _ = loss.item<float>();
        }
    }

    protected override void Free()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _order.Dispose();
    }

    private (Tensor Inputs, Tensor Labels) NextBatch()
    {
        if (_task.IsFullBatch)
            return (_task.Data.Inputs, _task.Data.Labels);
        var indices = _order.narrow(0, _position, _task.Recipe.BatchSize);
        _position = (_position + _task.Recipe.BatchSize) % _task.Data.Count;
        return (_task.Data.Inputs.index_select(0, indices), _task.Data.Labels.index_select(0, indices));
    }
}
