using System.Security.Cryptography;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Data.Fetching;

namespace TorchBasics.Tests.Native.Training.Data.Fetching;

/// <summary>Downloads of one small file into an empty folder, from servers that a test starts.</summary>
public abstract class FetchTests : IDisposable
{
    protected const string Name = "labels.gz";

    protected static byte[] Content { get; } = [.. Enumerable.Range(0, 20_000).Select(i => (byte)(i * i / 7))];
    protected static byte[] Good { get; } = IdxBytes.Gzip(Content);

    protected FetchTests() => Folder = new TemporaryFolder();

    protected TemporaryFolder Folder { get; }

    /// <summary>Long, so that no test fails because its machine is busy; tests of slow mirrors shorten it.</summary>
    protected TimeSpan StallTimeout { get; set; } = TimeSpan.FromMinutes(1);

    protected string Final => Folder[Name];

    protected string Part => $"{Final}.part";

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static RemoteSet Set { get; } = new(
        "small", [], [new RemoteFile(
            Name, Convert.ToHexStringLower(SHA256.HashData(Good)), Convert.ToHexStringLower(SHA256.HashData(Content)))]);

    protected DatasetFetcher Fetcher(params string[] mirrors) => new(new FetchOptions
    {
        Mirrors = mirrors,
        Folder = Folder.Path,
        StallTimeout = StallTimeout,
        MinimumBytes = 100,
        MaximumBytes = 100_000,
    });

    protected Task<IReadOnlyList<FetchedFile>> FetchAsync(params string[] mirrors) => FetchAsync(null, mirrors);

    protected async Task<IReadOnlyList<FetchedFile>> FetchAsync(IProgress<FetchProgress>? progress, params string[] mirrors)
    {
        using var fetcher = Fetcher(mirrors);
        return await fetcher.FetchAsync(Set, progress, Cancellation);
    }

    protected async Task<TorchBasicsException> RefusedAsync(params string[] mirrors)
    {
        var error = await Assert.ThrowsAsync<TorchBasicsException>(() => FetchAsync(mirrors));
        Assert.Equal(ErrorKind.Data, error.Kind);
        return error;
    }

    protected void OnlyGoodFileIsThere()
    {
        Assert.Equal([Name], Folder.Names);
        Assert.Equal(Good, File.ReadAllBytes(Final));
    }

    protected sealed class ProgressList : IProgress<FetchProgress>
    {
        public List<FetchProgress> Items { get; } = [];

        public Action<FetchProgress>? Do { get; init; }

        public void Report(FetchProgress value)
        {
            Items.Add(value);
            Do?.Invoke(value);
        }
    }
}
