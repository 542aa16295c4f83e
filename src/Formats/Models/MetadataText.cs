using System.Text.Json;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Models;

/// <summary>Texts in the metadata of a file.</summary>
internal static class MetadataText
{
    /// <summary>Parses one piece of metadata; every way to fail becomes the one exception for damaged files.</summary>
    public static T Read<T>(string path, string what, string text, Func<string, T?> parse)
        where T : class
    {
        try
        {
            return parse(text) ?? throw new JsonException("it is null");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException or TorchBasicsException)
        {
            throw new MalformedFileException(path, 0, $"'{what}' cannot be read: {ReasonText.Of(exception)}.", exception);
        }
    }
}
