using System.Text.Json;

namespace TorchBasics.Published;

/// <summary>The files under docs/published.</summary>
public static class ReproductionFile
{
    /// <summary>A result as JSON.</summary>
    /// <param name="result">The result.</param>
    public static string Text(RowResult result) => JsonSerializer.Serialize(result, RowJson.Default.RowResult) + "\n";
}
