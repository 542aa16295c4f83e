using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Checks;

/// <summary>A check that watches a run step by step. It may remember what it saw; one run needs one of its own.</summary>
public interface IStepCheck
{
    /// <summary>What a report calls it, such as "local".</summary>
    string Name { get; }

    /// <summary>Looks at a step.</summary>
    /// <param name="record">What the engine did; the steps come in order.</param>
    /// <returns>One comparison for each array that the check can judge.</returns>
    IEnumerable<Deviation> Check(StepRecord<Float64> record);
}
