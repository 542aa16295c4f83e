using System.Globalization;
using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>A small network of vectors read unit by unit, with what each one computes for one sample.</summary>
internal static class UnitNetwork
{
    /// <summary>The columns of units, the inputs first.</summary>
    /// <param name="network">The network: linear layers, activations and lifts.</param>
    /// <param name="sample">A sample.</param>
    /// <returns>A column for the inputs, and one for each layer with weights and the activation behind it.</returns>
    public static IReadOnlyList<UnitColumn> Columns(ReferenceNetwork network, params double[] sample)
    {
        var results = network.Forward(Tensor<Float64>.From([1, sample.Length], sample));
        var columns = new List<UnitColumn>
        {
            new("input", [.. sample.Select((value, i) => new NetworkUnit($"x{i + 1}", value, value, "", []))]),
        };
        var layers = network.Architecture.Layers;
        for (var k = 0; k < layers.Count; k++)
        {
            if (layers[k] is Activation)
                continue;
            var activation = k + 1 < layers.Count ? layers[k + 1] as Activation : null;
            var outputs = results[activation is null ? k + 1 : k + 2].ToDoubles();
            var isLast = k + (activation is null ? 1 : 2) == layers.Count;
            columns.Add(Column(
                layers[k], network.Parameters[k], columns[^1], outputs, activation?.Kind, isLast ? "y" : "h"));
        }

        return columns;
    }

    private static UnitColumn Column(
        Layer layer, IReadOnlyList<Tensor<Float64>> parameters, UnitColumn before, double[] outputs, string? activation,
        string letter)
    {
        // A lift hands its inputs on and appends new units.
        var kept = layer is Lift ? before.Units.Count : 0;
        var inner = layer is Lift lift ? lift.Inner.OfType<Activation>().FirstOrDefault()?.Kind : activation;
        var units = before.Units.Take(kept)
            .Select((unit, i) => unit with { Weights = Single(before.Units.Count, i), Activation = "" }).ToList();
        for (var unit = 0; unit < outputs.Length - kept; unit++)
        {
            double[] weights = [.. Enumerable.Range(0, before.Units.Count).Select(i => parameters[0][unit, i].Value)];
            var bias = parameters[1][unit].Value;
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++)
                sum += weights[i] * before.Units[i].Value;
            units.Add(new(
                outputs.Length - kept == 1 ? letter : $"{letter}{unit + 1}", sum + bias, outputs[kept + unit], inner ?? "",
                weights)
            {
                Bias = bias,
            });
        }

        return new(layer.Name ?? layer.Kind, units);
    }

    private static double[] Single(int count, int place) => [.. Enumerable.Range(0, count).Select(i => i == place ? 1.0 : 0.0)];
}

/// <summary>Units side by side.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Units">Its units.</param>
internal sealed record UnitColumn(string Name, IReadOnlyList<NetworkUnit> Units);

/// <summary>A unit.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Sum">The weighted sum with the bias.</param>
/// <param name="Value">What it gives.</param>
/// <param name="Activation">The function between the two; empty for none.</param>
/// <param name="Weights">One for each unit before it; none for an input.</param>
internal sealed record NetworkUnit(string Name, double Sum, double Value, string Activation, IReadOnlyList<double> Weights)
{
    /// <summary>The bias.</summary>
    public double Bias { get; init; }

    /// <summary>The unit's computation with its numbers.</summary>
    /// <param name="before">The units before it.</param>
    public string Formula(IReadOnlyList<NetworkUnit> before)
    {
        if (Weights.Count == 0)
            return $"{Name} = {Text(Value)}";
        var terms = string.Join(" + ", Weights.Zip(before, (weight, unit) => $"{Text(weight)}·{InProduct(unit.Value)}"));
        var sum = $"{terms} + {Text(Bias)}".Replace("+ -", "- ", StringComparison.Ordinal);
        return Activation.Length == 0
            ? $"{Name} = {sum} = {Text(Value)}"
            : $"{Name} = {Activation.ToLowerInvariant()}({sum}) = {Activation.ToLowerInvariant()}({Text(Sum)}) = {Text(Value)}";
    }

    private static string InProduct(double value) => value < 0 ? $"({Text(value)})" : Text(value);

    private static string Text(double value) => Math.Round(value, 3).ToString(CultureInfo.InvariantCulture);
}
