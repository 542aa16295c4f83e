using System.Globalization;
using TorchBasics.Benchmarks.Running;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Benchmarks.Training;

/// <summary>
/// Who of the libraries at hand enters which contest. One that cannot follow the recipe does the nearest that it offers, says
/// so in its name, and has to agree with bare TorchSharp that does the same.
/// </summary>
internal static class OtherEntrants
{
    public static IEnumerable<Entrant> OfLeNet5(Lazy<TrainingTask> task) =>
        [.. OfLargeLeNet5(task), .. Same(OtherLibrary.TensorFlowJs, " (one thread)", task)];

    /// <summary>Those that a step of several hundred pictures does not take seconds.</summary>
    public static IEnumerable<Entrant> OfLargeLeNet5(Lazy<TrainingTask> task) =>
    [
        .. Near(
            OtherLibrary.Dlib,
            "momentum without Nesterov, no label smoothing",
            task,
            vary: task => task.Vary(task.Recipe with { Optimizer = OptimizerKind.Momentum, LabelSmoothing = 0 })),
        .. Same(OtherLibrary.OneDnn, string.Empty, task),
        .. Near(
            OtherLibrary.TinyDnn,
            "momentum without Nesterov",
            task,
            vary: task => task.Vary(task.Recipe with { Optimizer = OptimizerKind.Momentum })),
    ];

    public static IEnumerable<Entrant> OfMlp(Lazy<TrainingTask> task) =>
    [
        .. Near(
            OtherLibrary.ScikitLearn,
            "no label smoothing",
            task,
            vary: task => task.Vary(task.Recipe with { LabelSmoothing = 0 })),
        .. OfXor(task),
        .. Same(OtherLibrary.TensorFlowJs, " (one thread)", task),
    ];

    public static IEnumerable<Entrant> OfXor(Lazy<TrainingTask> task) => Near(
        OtherLibrary.Fann,
        "one thread, tanh, squared error, gradient descent without momentum",
        task,
        vary: task => task.Vary(
            task.Recipe with { Optimizer = OptimizerKind.Sgd, Loss = LossKind.MeanSquaredError }, WithTanh(task.Architecture)),
        task => task.Architecture.Layers.OfType<Linear>().Select(layer => layer.Inputs).Append((int)task.Architecture.Output[0]));

    private static IEnumerable<Entrant> Same(OtherLibrary library, string remark, Lazy<TrainingTask> task) =>
        library.Title is { } title
            ? [new(title + remark, () => new ProgramLoop(title + remark, task.Value, library.Command))]
            : [];

    private static IEnumerable<Entrant> Near(
        OtherLibrary library,
        string remark,
        Lazy<TrainingTask> task,
        Func<TrainingTask, TrainingTask> vary,
        Func<TrainingTask, IEnumerable<int>>? sizes = null)
    {
        if (library.Title is not { } title)
            return [];
        var name = $"{title} ({remark})";
        return [new(name, () => new ProgramLoop(name, vary(task.Value), Command()))
        {
            Twin = () => new BareLoop(vary(task.Value), $"{BareLoop.Title} ({remark})"),
        }];

        RivalCommand Command() => library.Command with
        {
            Arguments = [.. library.Command.Arguments,
                .. sizes?.Invoke(task.Value).Select(size => size.ToString(CultureInfo.InvariantCulture)) ?? []],
        };
    }

    private static Architecture WithTanh(Architecture architecture) => new(
        architecture.Name,
        architecture.Input,
        [.. architecture.Layers.Select(layer => layer is Relu ? new Core.Layers.Tanh() : layer)]);
}
