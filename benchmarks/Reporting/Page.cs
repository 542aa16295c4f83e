namespace TorchBasics.Benchmarks.Reporting;

/// <summary>A finished page of results.</summary>
internal static class Page
{
    /// <summary>Prints it and writes it to a file.</summary>
    /// <param name="text">Markdown.</param>
    /// <param name="file">The file; its folder is made where it is missing.</param>
    public static void Publish(string text, string file)
    {
        Console.WriteLine(text);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, text);
        Console.Error.WriteLine($"written to {file}");
    }
}
