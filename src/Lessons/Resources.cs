namespace TorchBasics.Lessons;

/// <summary>Files inside the assembly.</summary>
internal static class Resources
{
    /// <summary>The names of all of them.</summary>
    public static IReadOnlyList<string> Names { get; } = typeof(Resources).Assembly.GetManifestResourceNames();

    /// <summary>The content of a file that has to be there.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The text.</returns>
    public static string Text(string name) =>
        Find(name) ?? throw new InvalidOperationException($"The resource '{name}' is missing from the assembly.");

    /// <summary>The content of a file that may be missing.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The text; null where there is none.</returns>
    public static string? Find(string name)
    {
        using var stream = typeof(Resources).Assembly.GetManifestResourceStream(name);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
