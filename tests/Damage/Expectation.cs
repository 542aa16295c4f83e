namespace TorchBasics.Tests.Damage;

/// <summary>What has to become of a run after a damage.</summary>
internal enum Expectation
{
    /// <summary>It continues: all that it needs is there.</summary>
    Continues,

    /// <summary>It is refused.</summary>
    Refused,

    /// <summary>One of both, as the place of the damage decides.</summary>
    Either,
}
