namespace TorchBasics.Published;

/// <summary>How a row is run.</summary>
public sealed record ReproductionOptions
{
    /// <summary>How many seeds, at least 2; null means as many as the row says.</summary>
    public int? Seeds { get; init; }

    /// <summary>Whether the row is run in its quick form.</summary>
    public bool IsQuick { get; init; }

    /// <summary>A folder to look for the data in, before all others; null for the usual places.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Where it is computed, as "train" has it.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads; null means as many as the machine offers.</summary>
    public int? Threads { get; init; }
}
