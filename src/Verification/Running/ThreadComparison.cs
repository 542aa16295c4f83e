using System.Runtime.InteropServices;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Running;

/// <summary>Compares an engine with itself on another number of threads, bit by bit.</summary>
public static class ThreadComparison
{
    /// <summary>Runs both.</summary>
    /// <param name="one">The engine.</param>
    /// <param name="other">The same with another number of threads.</param>
    /// <param name="spec">The run; two of its steps are enough.</param>
    /// <returns>What came out; null where one of the two failed.</returns>
    public static ThreadAgreement? Run(IEngine one, IEngine other, RunSpec spec)
    {
        try
        {
            var twoSteps = spec with { Steps = [.. spec.Steps.Take(2)] };
            return Compare(spec.Architecture.Name, (one.Name, one.Train(twoSteps)), (other.Name, other.Train(twoSteps)));
        }
        catch (EngineException)
        {
            return null; // the checks of the engine itself say what failed
        }
    }

    /// <summary>Compares two runs that should be the same.</summary>
    /// <param name="model">The network.</param>
    /// <param name="one">A name and its steps.</param>
    /// <param name="other">Another.</param>
    /// <returns>What came out.</returns>
    internal static ThreadAgreement Compare(
        string model,
        (string Name, IEnumerable<StepRecord<Float64>> Steps) one,
        (string Name, IEnumerable<StepRecord<Float64>> Steps) other)
    {
        var agreement = new ThreadAgreement(model, one.Name, other.Name, 0, 0, null, null);
        foreach (var (a, b) in one.Steps.Zip(other.Steps))
            foreach (var ((place, first), (_, second)) in a.InCausalOrder().Zip(b.InCausalOrder()))
                agreement = Count(agreement, AreSame(first, second), place, a.Step);
        return agreement;
    }

    private static ThreadAgreement Count(ThreadAgreement agreement, bool same, Place place, int step) => same
        ? agreement with { Arrays = agreement.Arrays + 1 }
        : agreement with
        {
            Arrays = agreement.Arrays + 1,
            Differing = agreement.Differing + 1,
            First = agreement.First ?? place,
            Step = agreement.Step ?? step,
        };

    private static bool AreSame(Tensor<Float64> a, Tensor<Float64> b) =>
        MemoryMarshal.AsBytes(a.Elements).SequenceEqual(MemoryMarshal.AsBytes(b.Elements));
}
