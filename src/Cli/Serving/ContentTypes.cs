namespace TorchBasics.Cli.Serving;

/// <summary>What a browser is told that a file is.</summary>
internal static class ContentTypes
{
    /// <summary>The type of a file.</summary>
    /// <param name="extension">End of its name, with the point.</param>
    /// <returns>The type.</returns>
    public static string Of(string extension) => extension.ToLowerInvariant() switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".txt" => "text/plain; charset=utf-8",
        ".json" => "application/json",
        ".wasm" => "application/wasm",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".ico" => "image/x-icon",
        _ => "application/octet-stream",
    };
}
