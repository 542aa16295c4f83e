using TorchBasics.Benchmarks.Running;
using TorchBasics.Models;
using TorchBasics.Training;

namespace TorchBasics.Benchmarks.Training;

/// <summary>
/// Our own trainer. Beyond the bare loop it watches for a loss that is no number and counts loss and hits of the epoch.
/// </summary>
internal sealed class TrainerRival : Rival
{
    private readonly TrainingTask _task;
    private readonly Network _network;
    private readonly Trainer _trainer;

    public TrainerRival(string name, TrainingTask task, Func<TrainingOptions, TrainingOptions> choose)
        : base(name)
    {
        _task = task;
        _network = new Network(task.Architecture, TrainingTask.Seed);
        _trainer = new Trainer(
            _network, task.Data, choose(new TrainingOptions { Recipe = task.Recipe, Seed = TrainingTask.Seed }));
    }

    public override float[] Result() => _task.MovedFrom(_network.Save());

    protected override void Work(int steps)
    {
        for (var step = 0; step < steps; step++)
            _trainer.Step();
    }

    protected override void Free()
    {
        _trainer.Dispose();
        _network.Dispose();
    }
}
