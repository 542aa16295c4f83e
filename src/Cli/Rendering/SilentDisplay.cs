using TorchBasics.Training.Records;

namespace TorchBasics.Cli.Rendering;

/// <summary>Shows nothing.</summary>
internal sealed class SilentDisplay : TrainingDisplay
{
    public override RunRecord Show(Func<RunRecord> train) => train();
}
