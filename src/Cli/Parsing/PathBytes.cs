using System.Collections;
using System.Text.Unicode;

namespace TorchBasics.Cli.Parsing;

/// <summary>
/// Refuses names that .NET cannot give back to the system. On Unix a path is bytes; where they are not UTF-8, .NET puts U+FFFD
/// in their place, and another file would be read or written than the one that was meant.
/// </summary>
internal static class PathBytes
{
    private const char Replacement = '\uFFFD';
    private const string Advice =
        "Such a name cannot be kept here; rename the folder or file, or make a link to it with a name in UTF-8.";
    private static readonly string[] OurVariables = ["TORCHBASICS_", "XDG_CACHE_HOME"];

    /// <summary>
    /// What is wrong with the words that were typed, the current folder, or the variables that name folders; null for nothing.
    /// </summary>
    public static string? Problem(IReadOnlyList<string> arguments)
    {
        if (OperatingSystem.IsWindows())
            return null;
        if (arguments.Any(IsDoubtful) && FirstInvalid(arguments) is { } argument)
            return $"'{argument}' holds bytes that are not UTF-8. {Advice}";
        if (!TryCurrentFolder(out var folder))
            return "The current folder does not exist any more. Change to another one.";
        if (IsDoubtful(folder))
            return $"The name of the current folder, {folder}, holds bytes that are not UTF-8. {Advice}";
        return Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().FirstOrDefault(IsDoubtful) is { Key: { } variable }
            ? $"The variable {variable} holds bytes that are not UTF-8. {Advice}"
            : null;
    }

    private static bool IsDoubtful(string text) => text.Contains(Replacement, StringComparison.Ordinal);

    private static bool IsDoubtful(DictionaryEntry variable) =>
        variable is { Key: string name, Value: string value }
        && OurVariables.Any(our => name.StartsWith(our, StringComparison.Ordinal)) && IsDoubtful(value);

    // U+FFFD can be typed, too; only the bytes tell the difference.
    private static string? FirstInvalid(IReadOnlyList<string> arguments)
    {
        var line = CommandLineBytes();
        var at = line.Count - arguments.Count;
        return at < 0
            ? arguments.First(IsDoubtful)
            : arguments.Where((_, i) => !Utf8.IsValid(line[at + i])).FirstOrDefault();
    }

    private static List<byte[]> CommandLineBytes()
    {
        var words = new List<byte[]>();
        try
        {
            var line = File.ReadAllBytes("/proc/self/cmdline").AsSpan();
            for (var end = line.IndexOf((byte)0); end >= 0; end = line.IndexOf((byte)0))
            {
                words.Add(line[..end].ToArray());
                line = line[(end + 1)..];
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A system without it.
        }

        return words;
    }

    private static bool TryCurrentFolder(out string folder)
    {
        try
        {
            folder = Environment.CurrentDirectory;
            return true;
        }
        catch (IOException)
        {
            folder = "";
            return false;
        }
    }
}
