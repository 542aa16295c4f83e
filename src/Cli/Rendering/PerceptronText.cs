using TorchBasics.Core;
using TorchBasics.Training.Data;
using TorchBasics.Training.Perceptrons;

namespace TorchBasics.Cli.Rendering;

/// <summary>The perceptron's course and the verdict in words.</summary>
internal static class PerceptronText
{
    private const int Shown = 100; // epochs; more would hide the verdict
    private const int ShownWeights = 8;

    public static void Print(Screen screen, SampleSet samples, PerceptronResult result, string? folder, bool quiet)
    {
        if (!quiet)
            Course(screen, samples, result);
        screen.Line(Verdict(samples, result));
        if (folder is null)
            return;
        screen.Line($"written  {Path.Combine(folder, "model.safetensors")}");
        screen.Line($"next     {ProgramName.ToType} evaluate {folder}");
    }

    private static void Course(Screen screen, SampleSet samples, PerceptronResult result)
    {
        screen.Line(
            $"perceptron on {samples.Name}: {Counted.Of(samples.Count, "sample")} of "
            + $"{Counted.Of(samples.Shape.Elements, "number")}, all weights 0 at the start");
        screen.Line("epoch  mistakes  bias and weights after it");
        foreach (var epoch in result.Epochs.Take(Shown))
            screen.Line($"{epoch.Epoch,5}  {epoch.Mistakes,8}  {Weights(epoch)}");
        if (result.Epochs.Count > Shown)
            screen.Line($"  ... and {Counted.Of(result.Epochs.Count - Shown, "more epoch")}");
    }

    private static string Weights(PerceptronEpoch epoch) =>
        string.Join("  ", epoch.Weights.Take(ShownWeights).Prepend(epoch.Bias).Select(value => $"{value,6:G4}"))
        + (epoch.Weights.Count > ShownWeights ? "  ..." : "");

    private static string Verdict(SampleSet samples, PerceptronResult result) => result.Outcome switch
    {
        PerceptronOutcome.Converged =>
            $"Learnt: epoch {result.Epochs.Count} passed without a mistake, after {Counted.Of(result.Mistakes, "correction")}. "
            + $"The weights separate the classes of {samples.Name}.",
        PerceptronOutcome.Cycles =>
            $"Failed: the weights after epoch {result.Epochs.Count} are those {Earlier(result.CycleStart!.Value)} again, "
            + "so the rule would go round for ever. "
            + $"A single neuron cannot learn {samples.Name}: no line separates its classes, else the rule would have found one. "
            + $"'{ProgramName.ToType} train xor-mlp' learns XOR with a hidden layer.",
        _ => $"Undecided: {(result.Epochs.Count == 1 ? "1 epoch was" : $"{result.Epochs.Count} epochs were")} not enough to tell "
            + $"whether a line separates the classes of {samples.Name}. --epochs allows more.",
    };

    private static string Earlier(int epoch) => epoch == 0 ? "of the start" : $"after epoch {epoch}";
}
