namespace TorchBasics.Verification.Runs;

/// <summary>Has the product's trainer make a step and looks over its shoulder.</summary>
internal interface IStepWitness : IDisposable
{
    /// <summary>What a report calls whoever computes, such as "fused float32".</summary>
    string Engine { get; }

    /// <summary>The next step.</summary>
    /// <param name="dropoutSeed">What should decide which elements it drops.</param>
    /// <returns>What was seen.</returns>
    ObservedStep Watch(ulong dropoutSeed);

    /// <summary>Which elements the dropouts should keep.</summary>
    /// <param name="count">Samples of the step.</param>
    /// <param name="dropoutSeed">What should decide it.</param>
    /// <returns>By the position of the layer, for each element whether it is kept.</returns>
    IReadOnlyDictionary<int, bool[]> Masks(int count, ulong dropoutSeed);
}
