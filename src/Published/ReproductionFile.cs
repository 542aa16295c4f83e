using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;

namespace TorchBasics.Published;

/// <summary>The files under docs/published, and those of runs that are not finished.</summary>
public static class ReproductionFile
{
    private const long Largest = 1 << 24; // the curves of all seeds of any row

    /// <summary>A result as JSON.</summary>
    /// <param name="result">The result.</param>
    public static string Text(RowResult result) => Write(result, RowJson.Default.RowResult);

    /// <summary>What is done of a row as JSON.</summary>
    /// <param name="progress">What is done.</param>
    public static string Text(RowProgress progress) => Write(progress, RowJson.Default.RowProgress);

    /// <summary>Reads a result.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TorchBasicsException">It cannot be read, or holds something else: kind Data.</exception>
    public static RowResult ReadResult(string path) => Read(path, "result", RowJson.Default.RowResult);

    /// <summary>Reads what is done of a row.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TorchBasicsException">It cannot be read, or holds something else: kind Data.</exception>
    public static RowProgress ReadProgress(string path) => Read(path, "seeds", RowJson.Default.RowProgress);

    private static string Write<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type) + "\n";

    private static T Read<T>(string path, string what, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(Encoding.UTF8.GetString(InputFile.ReadAll(path, Largest)), type)
                ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            throw new TorchBasicsException(
                ErrorKind.Data, $"{path} holds no {what} of a row: {error.Message} Delete it to begin anew.", error);
        }
    }
}
