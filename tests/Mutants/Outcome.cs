namespace TorchBasics.Tests.Mutants;

/// <summary>What became of a change.</summary>
internal enum Outcome
{
    /// <summary>There was no time left.</summary>
    NotTried,

    /// <summary>A test failed, or the process did.</summary>
    Killed,

    /// <summary>The tests did not come to an end.</summary>
    TimedOut,

    /// <summary>Every test that comes by passed.</summary>
    Survived,

    /// <summary>No test comes by.</summary>
    NotReached,

    /// <summary>The compiler refuses it.</summary>
    NotCompiled,
}
