using System.Text.Json;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Models;

/// <summary>Texts in the metadata of a file.</summary>
public static class MetadataText
{
    /// <summary>Parses one piece of metadata; every way to fail becomes the one exception for damaged files.</summary>
    /// <typeparam name="T">What the text stands for.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="what">Name of the piece.</param>
    /// <param name="text">The piece.</param>
    /// <param name="parse">Reads it; null means that it says nothing.</param>
    /// <returns>What it stands for.</returns>
    /// <exception cref="MalformedFileException">It cannot be read.</exception>
    public static T Read<T>(string path, string what, string text, Func<string, T?> parse)
        where T : class
    {
        try
        {
            return parse(text) ?? throw new JsonException("it is null");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException
            or ArgumentException or TorchBasicsException)
        {
            throw new MalformedFileException(path, 0, $"'{what}' cannot be read: {ReasonText.Of(exception)}.", exception);
        }
    }
}
