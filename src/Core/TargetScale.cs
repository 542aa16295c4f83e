using System.Text.Json.Serialization;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core;

/// <summary>
/// What the outputs of a regression stand for: target i is Means[i] + Deviations[i] * output i. A network learns targets that
/// are standardised, so that its rate does not depend on their unit; whoever reads its outputs takes that back.
/// </summary>
public sealed record TargetScale
{
    /// <summary>Describes the targets.</summary>
    /// <param name="names">What they are called; at least one.</param>
    /// <param name="means">The value that an output of 0 stands for, one for each.</param>
    /// <param name="deviations">How much more an output of 1 stands for, one for each; above 0.</param>
    /// <exception cref="TorchBasicsException">The counts differ, or a number is out of its range: kind Data.</exception>
    [JsonConstructor]
    public TargetScale(IReadOnlyList<string> names, IReadOnlyList<double> means, IReadOnlyList<double> deviations)
    {
        if (names is not { Count: > 0 } || names.Any(name => name is null) || means?.Count != names.Count
            || deviations?.Count != names.Count || !means.All(double.IsFinite)
            || !deviations.All(deviation => double.IsFinite(deviation) && deviation > 0))
        {
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"The scale of targets has {names?.Count ?? 0} names, {means?.Count ?? 0} means and "
                + $"{deviations?.Count ?? 0} deviations; expected the same number of each, at least 1, all finite, "
                + "and deviations above 0.");
        }

        (Names, Means, Deviations) =
            (new ValueList<string>(names), new ValueList<double>(means), new ValueList<double>(deviations));
    }

    /// <summary>What the targets are called.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What an output of 0 stands for, target by target.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>How much more an output of 1 stands for, target by target; above 0.</summary>
    public IReadOnlyList<double> Deviations { get; }

    /// <summary>What an output stands for.</summary>
    /// <param name="target">Number of the target.</param>
    /// <param name="output">The output of the network.</param>
    /// <returns>The value, in the unit of the target.</returns>
    public double Value(int target, double output) => Means[target] + (Deviations[target] * output);

    /// <summary>What a network is taught for a value.</summary>
    /// <param name="target">Number of the target.</param>
    /// <param name="value">The value, in the unit of the target.</param>
    /// <returns>The output wanted.</returns>
    public float Output(int target, double value) => (float)((value - Means[target]) / Deviations[target]);
}
