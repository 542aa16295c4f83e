using TorchBasics.Core.Errors;

namespace TorchBasics.Training.Data.Fetching;

/// <summary>How a data set is downloaded.</summary>
public sealed record FetchOptions
{
    /// <summary>The environment variable that names mirrors, separated by spaces, used instead of the known ones.</summary>
    public const string MirrorVariable = "TORCHBASICS_MIRROR";

    /// <summary>Mirrors used instead of the known ones; null means those of the variable, or else the known ones.</summary>
    public IReadOnlyList<string>? Mirrors { get; init; }

    /// <summary>Where the files go; null means the user's cache, where the catalogue finds them.</summary>
    public string? Folder { get; init; }

    /// <summary>A mirror that sends less than <see cref="MinimumBytes"/> in this time is given up.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30); // longer than a sleepy disk or a lost packet takes

    /// <summary>What a mirror must send within <see cref="StallTimeout"/>, in bytes.</summary>
    public int MinimumBytes { get; init; } = 4096; // a line slower than this would need a day for MNIST

    /// <summary>The longest file that is accepted, in bytes.</summary>
    public long MaximumBytes { get; init; } = 64 << 20; // twice the largest known file

    /// <summary>The mirrors to try, as folders that end in a slash.</summary>
    /// <exception cref="TorchBasicsException">A mirror is no http or https address: kind Usage.</exception>
    internal IReadOnlyList<Uri> MirrorsFor(RemoteSet set)
    {
        var named = Mirrors
            ?? Environment.GetEnvironmentVariable(MirrorVariable)?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return named is null or { Count: 0 } ? set.Mirrors : [.. named.Select(Parse)];
    }

    private static Uri Parse(string text) =>
        Uri.TryCreate(text.EndsWith('/') ? text : $"{text}/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new TorchBasicsException(
                ErrorKind.Usage, $"The mirror '{text}' is no web address; expected one such as https://example.org/mnist/.");
}
