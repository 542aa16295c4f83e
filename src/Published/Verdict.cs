namespace TorchBasics.Published;

/// <summary>How our results stand to the published one.</summary>
public enum Verdict
{
    /// <summary>The published value is what another seed of ours might give.</summary>
    Inside,

    /// <summary>Our error is lower than that.</summary>
    Better,

    /// <summary>Our error is higher than that.</summary>
    Worse,

    /// <summary>The run was shortened: nothing can be said.</summary>
    Shortened,
}
