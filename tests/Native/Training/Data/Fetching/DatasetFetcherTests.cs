using System.Security.Cryptography;
using TorchBasics.Core;
using TorchBasics.Training.Data.Fetching;

namespace TorchBasics.Tests.Native.Training.Data.Fetching;

public sealed class DatasetFetcherTests : IDisposable
{
    private const string Name = "labels.gz";

    private static readonly byte[] Content = [.. Enumerable.Range(0, 20_000).Select(i => (byte)(i * i / 7))];
    private static readonly byte[] Good = IdxBytes.Gzip(Content);

    private readonly TemporaryFolder _folder = new();

    private string Final => _folder[Name];

    private string Part => $"{Final}.part";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_good_file_arrives_under_its_name_with_progress()
    {
        await using var server = LoopbackServer.Of(Good);
        var heard = new ProgressList();

        var files = await FetchAsync(heard, server.Address);

        Assert.Equal([new FetchedFile(Final, new Uri(server.Address))], files);
        OnlyGoodFileIsThere();
        Assert.Equal($"/{Name}", Assert.Single(server.Requests).Path);
        Assert.Equal((0, Good.Length), (heard.Items[0].Received, heard.Items[0].Total));
        Assert.Equal((Good.Length, Good.Length), (heard.Items[^1].Received, heard.Items[^1].Total));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_fetched_again()
    {
        await using var server = LoopbackServer.Of(Good);
        await File.WriteAllBytesAsync(Final, Good, Cancellation);

        var files = await FetchAsync(server.Address);

        Assert.Equal([new FetchedFile(Final, null)], files);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Other_content_in_a_folder_that_the_user_named_is_left_alone()
    {
        await using var server = LoopbackServer.Of(Good);
        await File.WriteAllTextAsync(Final, "the user's own", Cancellation);

        var error = await RefusedAsync(server.Address);

        Assert.Contains("was left alone", error.Message);
        Assert.Equal("the user's own", await File.ReadAllTextAsync(Final, Cancellation));
    }

    [Fact]
    public async Task A_copy_that_was_compressed_anew_is_accepted_by_its_content()
    {
        var anew = Good.ToArray();
        anew[9] ^= 1; // the byte that names the system which compressed
        await using var server = LoopbackServer.Of(anew);

        await FetchAsync(server.Address);

        Assert.Equal(anew, await File.ReadAllBytesAsync(Final, Cancellation));
    }

    [Fact]
    public async Task A_wrong_hash_leaves_nothing_behind()
    {
        await using var server = LoopbackServer.Of([.. Good.Reverse()]);

        var error = await RefusedAsync(server.Address);

        Assert.Contains($"{server.Address}: sent {Good.Length:N0} bytes that are not the published file (their SHA-256 differs).", error.Message);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task A_page_of_html_instead_of_the_file_leads_to_the_next_mirror()
    {
        await using var login = LoopbackServer.Of("<html>Please log in</html>"u8.ToArray());
        await using var good = LoopbackServer.Of(Good);

        var files = await FetchAsync(login.Address, good.Address);

        Assert.Equal(new Uri(good.Address), files[0].Mirror);
        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task A_404_leads_to_the_next_mirror()
    {
        await using var absent = LoopbackServer.Failing("404 Not Found");
        await using var good = LoopbackServer.Of(Good);

        var files = await FetchAsync(absent.Address, good.Address);

        Assert.Equal(new Uri(good.Address), files[0].Mirror);
        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task When_all_mirrors_fail_the_error_names_each_and_why()
    {
        await using var absent = LoopbackServer.Failing("404 Not Found");
        await using var broken = LoopbackServer.Failing("503 Service Unavailable");

        var error = await RefusedAsync(absent.Address, broken.Address);

        Assert.StartsWith(
            $"{Name} of the data set small could not be downloaded. {absent.Address}: HTTP 404 Not Found. {broken.Address}: HTTP 503 Service Unavailable.",
            error.Message);
        Assert.Contains("--mirror URL", error.Message);
        Assert.Contains(_folder.Path, error.Message);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task No_server_at_all_is_an_error_that_says_so()
    {
        string address;
        await using (var gone = LoopbackServer.Of(Good))
            address = gone.Address;

        var error = await RefusedAsync(address);

        Assert.Contains($"{address}: Connection refused", error.Message);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task A_body_cut_short_is_continued_by_the_next_mirror()
    {
        await using var cut = new LoopbackServer((_, stream, _) =>
            LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {Good.Length}\r\n\r\n", Good[..500]));
        await using var good = LoopbackServer.Of(Good);

        await FetchAsync(cut.Address, good.Address);

        Assert.Equal(500, Assert.Single(good.Requests).From);
        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task What_came_of_a_body_cut_short_is_kept_for_the_next_time()
    {
        await using var cut = new LoopbackServer((_, stream, _) =>
            LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {Good.Length}\r\n\r\n", Good[..500]));
        await using var good = LoopbackServer.Of(Good);

        await RefusedAsync(cut.Address);
        var left = _folder.Names.ToList();
        await FetchAsync(good.Address);

        Assert.Equal([$"{Name}.part"], left);
        Assert.Equal(500, Assert.Single(good.Requests).From);
        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task A_mirror_that_knows_no_ranges_sends_everything_again()
    {
        await File.WriteAllBytesAsync(Part, Good[..700], Cancellation);
        await using var server = new LoopbackServer((_, stream, _) => LoopbackServer.SendAsync(stream, Good, from: 0));

        await FetchAsync(server.Address);

        Assert.Single(server.Requests);
        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task A_part_of_another_file_is_thrown_away_and_the_file_fetched_anew()
    {
        await File.WriteAllBytesAsync(Part, new byte[300], Cancellation);
        await using var server = LoopbackServer.Of(Good);

        await FetchAsync(server.Address);

        Assert.Equal([300, 0], server.Requests.Select(request => request.From));
        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task A_part_longer_than_the_file_is_thrown_away()
    {
        await File.WriteAllBytesAsync(Part, new byte[Good.Length + 1], Cancellation);
        await using var server = LoopbackServer.Of(Good);

        await FetchAsync(server.Address);

        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task A_part_that_is_complete_needs_no_server()
    {
        await File.WriteAllBytesAsync(Part, Good, Cancellation);

        await FetchAsync("http://127.0.0.1:1/");

        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task A_mirror_with_an_error_does_not_cost_the_part_that_is_there()
    {
        await File.WriteAllBytesAsync(Part, Good[..700], Cancellation);
        await using var absent = LoopbackServer.Failing("404 Not Found");
        await using var good = LoopbackServer.Of(Good);

        await FetchAsync(absent.Address, good.Address);

        Assert.Equal(700, Assert.Single(good.Requests).From);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")]
    public async Task A_mirror_that_stalls_is_given_up(string beginning)
    {
        await using var stalling = new LoopbackServer(async (_, stream, cancellation) =>
        {
            await LoopbackServer.WriteAsync(stream, beginning);
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        await using var good = LoopbackServer.Of(Good);

        var files = await FetchAsync(stalling.Address, good.Address);

        Assert.Equal(new Uri(good.Address), files[0].Mirror);
        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task A_mirror_that_trickles_is_given_up_too()
    {
        await using var trickling = new LoopbackServer(async (_, stream, cancellation) =>
        {
            await LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {Good.Length}\r\n\r\n");
            foreach (var value in Good)
            {
                await stream.WriteAsync(new[] { value }, cancellation);
                await Task.Delay(50, cancellation);
            }
        });

        var error = await RefusedAsync(trickling.Address);

        Assert.Contains("sent less than 100 bytes in 0.5 s", error.Message);
    }

    [Fact]
    public async Task A_redirect_is_followed()
    {
        await using var good = LoopbackServer.Of(Good);
        await using var moved = new LoopbackServer((request, stream, _) =>
            LoopbackServer.WriteAsync(stream, $"HTTP/1.1 302 Found\r\nLocation: {good.Address}{request.Path[1..]}\r\nContent-Length: 0\r\n\r\n"));

        await FetchAsync(moved.Address);

        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task A_loop_of_redirects_ends()
    {
        await using var loop = new LoopbackServer((request, stream, _) =>
            LoopbackServer.WriteAsync(stream, $"HTTP/1.1 302 Found\r\nLocation: {request.Path}\r\nContent-Length: 0\r\n\r\n"));

        var error = await RefusedAsync(loop.Address);

        Assert.Contains("HTTP 302 Found: redirects too often", error.Message);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task Bytes_beyond_the_declared_length_do_not_reach_the_file()
    {
        await using var server = new LoopbackServer((_, stream, _) =>
            LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {Good.Length}\r\n\r\n", [.. Good, .. new byte[5000]]));

        await FetchAsync(server.Address);

        OnlyGoodFileIsThere();
    }

    [Theory]
    [InlineData("Content-Length: 99999999999")]
    [InlineData("Connection: close")] // no length: the body ends with the connection
    public async Task A_body_above_the_limit_is_cut_off(string header)
    {
        var sent = 0L;
        await using var endless = new LoopbackServer(async (_, stream, cancellation) =>
        {
            await LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\n{header}\r\n\r\n");
            var block = new byte[1 << 16];
            while (!cancellation.IsCancellationRequested)
            {
                await stream.WriteAsync(block, cancellation);
                sent += block.Length;
            }
        });

        var error = await RefusedAsync(endless.Address);

        Assert.Contains("sends more than 100,000 bytes", error.Message);
        Assert.DoesNotContain(Name, _folder.Names);
        Assert.InRange(sent, 0, 64 << 20); // what fits into the buffers of the connection
    }

    [Fact]
    public async Task A_cancelled_download_stops_and_can_be_continued()
    {
        using var cancel = new CancellationTokenSource();
        await using var slow = new LoopbackServer(async (_, stream, stop) =>
        {
            await LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {Good.Length}\r\n\r\n", Good[..600]);
            await Task.Delay(Timeout.Infinite, stop);
        });
        var heard = new ProgressList { Do = progress => _ = progress.Received >= 0 ? cancel.CancelAsync() : null };
        using var fetcher = Fetcher(slow.Address);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetcher.FetchAsync(Set, heard, cancel.Token));

        Assert.DoesNotContain(Name, _folder.Names);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_explained()
    {
        await File.WriteAllTextAsync(_folder["file"], "", Cancellation);
        using var fetcher = new DatasetFetcher(new FetchOptions { Folder = _folder["file/inside"] });

        var error = await Assert.ThrowsAsync<TorchBasicsException>(() => fetcher.FetchAsync(Set, cancellation: Cancellation));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.StartsWith($"The folder {_folder["file/inside"]} could not take the data set small:", error.Message);
    }

    [Fact]
    public async Task A_download_that_another_process_is_at_is_left_to_it()
    {
        await using var server = LoopbackServer.Of(Good);
        await using var other = new FileStream(Part, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        var error = await Assert.ThrowsAsync<TorchBasicsException>(() => FetchAsync(server.Address));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.Contains("being used by another process", error.Message);
        Assert.Equal([$"{Name}.part"], _folder.Names);
    }

    [Theory]
    [InlineData("ftp://example.org/")]
    [InlineData("example.org/mnist")]
    [InlineData("/tmp")]
    public async Task A_mirror_that_is_no_web_address_is_refused(string mirror)
    {
        using var fetcher = Fetcher(mirror);

        var error = await Assert.ThrowsAsync<TorchBasicsException>(() => fetcher.FetchAsync(Set, cancellation: Cancellation));

        Assert.Equal(ErrorKind.Usage, error.Kind);
    }

    [Fact]
    public void Names_of_sets_are_known_and_misspelt_ones_suggested()
    {
        Assert.Same(RemoteSet.Mnist, RemoteSet.Find("MNIST"));

        var error = Assert.Throws<TorchBasicsException>(() => RemoteSet.Find("fashion"));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("expected one of mnist, fashion-mnist", error.Message);
    }

    [Fact]
    public async Task The_published_hashes_are_those_of_the_files_that_are_here()
    {
        Assert.SkipWhen(Samples.MnistFolder is null, "MNIST is not in the folder that TORCHBASICS_DATA names.");
        using var fetcher = new DatasetFetcher(new FetchOptions { Mirrors = ["http://127.0.0.1:1/"], Folder = Samples.MnistFolder });

        var files = await fetcher.FetchAsync(RemoteSet.Mnist, cancellation: Cancellation);

        // The training images here were compressed anew, so that only their content has the published hash.
        Assert.All(files, file => Assert.Null(file.Mirror));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static RemoteSet Set { get; } = new(
        "small", [], [new RemoteFile(Name, Convert.ToHexStringLower(SHA256.HashData(Good)), Convert.ToHexStringLower(SHA256.HashData(Content)))]);

    private DatasetFetcher Fetcher(params string[] mirrors) => new(new FetchOptions
    {
        Mirrors = mirrors,
        Folder = _folder.Path,
        StallTimeout = TimeSpan.FromSeconds(0.5),
        MinimumBytes = 100,
        MaximumBytes = 100_000,
    });

    private Task<IReadOnlyList<FetchedFile>> FetchAsync(params string[] mirrors) => FetchAsync(null, mirrors);

    private async Task<IReadOnlyList<FetchedFile>> FetchAsync(IProgress<FetchProgress>? progress, params string[] mirrors)
    {
        using var fetcher = Fetcher(mirrors);
        return await fetcher.FetchAsync(Set, progress, Cancellation);
    }

    private async Task<TorchBasicsException> RefusedAsync(params string[] mirrors)
    {
        var error = await Assert.ThrowsAsync<TorchBasicsException>(() => FetchAsync(mirrors));
        Assert.Equal(ErrorKind.Data, error.Kind);
        return error;
    }

    private void OnlyGoodFileIsThere()
    {
        Assert.Equal([Name], _folder.Names);
        Assert.Equal(Good, File.ReadAllBytes(Final));
    }

    private sealed class ProgressList : IProgress<FetchProgress>
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
