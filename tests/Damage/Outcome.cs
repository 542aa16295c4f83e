namespace TorchBasics.Tests.Damage;

/// <summary>How a damaged run ended.</summary>
internal enum Outcome
{
    /// <summary>With the weights of an undisturbed one.</summary>
    Same,

    /// <summary>It was refused, and continues when the damage is undone.</summary>
    Refused,

    /// <summary>In a way that it should not.</summary>
    Finding,
}
