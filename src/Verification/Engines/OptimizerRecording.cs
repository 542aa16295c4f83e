using TorchBasics.Reference.Numbers;
using TorchBasics.Training.Optimizers;
using TorchBasics.Verification.Recording;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Engines;

/// <summary>An update of the product's optimizer, with everything before and after it.</summary>
internal static class OptimizerRecording
{
    /// <summary>Makes one step. Parameters without a gradient, which the optimizer leaves as they are, are left out.</summary>
    public static List<ParameterRecord<Float64>> Recorded(
        this Optimizer optimizer, (string Name, Parameter Values)[] parameters, double rate) =>
        Recorded(optimizer, parameters, () => optimizer.Step(rate));

    /// <summary>The same with an update that somebody else makes.</summary>
    public static List<ParameterRecord<Float64>> Recorded(
        Optimizer optimizer, (string Name, Parameter Values)[] parameters, Action update)
    {
        var reached = parameters.Where(parameter => parameter.Values.grad is not null).ToList();
        var before = Snapshot(parameters, optimizer);
        var gradients = parameters.ToDictionary(
            parameter => parameter.Name, parameter => ((Tensor)parameter.Values).GradientToReference());
        update();
        var after = Snapshot(parameters, optimizer);
        return
        [
            .. reached.Select(parameter => new ParameterRecord<Float64>(
                parameter.Name,
                before[parameter.Name],
                gradients[parameter.Name],
                after[parameter.Name],
                [.. BuffersOf(parameter.Name, optimizer)
                    .Select(buffer => new BufferRecord<Float64>(buffer.Purpose, before[buffer.Name], after[buffer.Name]))])),
        ];
    }

    private static Dictionary<string, Tensor<Float64>> Snapshot(
        (string Name, Parameter Values)[] parameters, Optimizer optimizer) =>
        parameters.Select(parameter => (parameter.Name, Values: (Tensor)parameter.Values)).Concat(optimizer.State)
            .ToDictionary(pair => pair.Name, pair => pair.Values.ToReference());

    private static IEnumerable<(string Name, string Purpose)> BuffersOf(string parameter, Optimizer optimizer) =>
        optimizer.State.Where(buffer => buffer.Name.EndsWith($".{parameter}", StringComparison.Ordinal))
            .Select(buffer => (buffer.Name, buffer.Name[..^(parameter.Length + 1)]));
}
