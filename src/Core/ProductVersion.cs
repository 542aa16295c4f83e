namespace TorchBasics.Core;

/// <summary>What TorchBasics calls itself in the files that it writes.</summary>
public static class ProductVersion
{
    /// <summary>"0.1.0".</summary>
    public static string Number { get; } = typeof(ProductVersion).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>"TorchBasics 0.1.0".</summary>
    public static string Text { get; } = $"TorchBasics {Number}";
}
