using System.Globalization;
using TorchBasics.Core.Errors;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Running;

/// <summary>
/// The numbers for which rounding bounds hold: a run that explodes leaves them, and that is no mistake of an engine.
/// </summary>
internal static class NumberRange
{
    /// <summary>A sum of a few hundred squares of it is still a float32; beyond, single precision may overflow.</summary>
    public const double Largest = 1e18;

    /// <summary>The first array of a step, in causal order, that leaves a range.</summary>
    /// <param name="record">The step.</param>
    /// <param name="largest">The end of the range.</param>
    /// <returns>The array and a number of it; null when all stay.</returns>
    public static (Place Place, double Value)? Leaves(StepRecord<Float64> record, double largest = Largest)
    {
        foreach (var (place, values) in record.InCausalOrder())
            foreach (var element in values.Elements)
                if (!(Math.Abs(element.Value) < largest))
                    return (place, element.Value);
        return null;
    }

    /// <summary>
    /// Lets an engine do a run, unless the run itself leaves the range: the reference is asked where the engine does.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="spec">The run.</param>
    /// <returns>The steps.</returns>
    /// <exception cref="TorchBasicsException">
    /// The reference left the range, too: kind Failed, with the step and the array.
    /// </exception>
    public static IEnumerable<StepRecord<Float64>> Train(IEngine engine, RunSpec spec)
    {
        foreach (var (index, record) in engine.Train(spec).Index())
        {
            if (Leaves(record) is not null)
                Demand(spec, index + 1);
            yield return record;
        }
    }

    private static void Demand(RunSpec spec, int steps)
    {
        foreach (var (index, record) in new ReferenceEngine().Train(spec).Take(steps).Index())
            if (Leaves(record) is var (place, value))
                throw new TorchBasicsException(ErrorKind.Failed, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{spec.Architecture.Name} cannot be checked: in step {index + 1} {place} comes to {value:G3}, "
                    + $"and from {Largest:G3} on single precision may overflow. "
                    + $"Take a smaller --learning-rate, or fewer --steps."));
    }
}
