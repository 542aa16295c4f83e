using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Native.Training.Data.Fetching;

public sealed class ResumedFetchTests : FetchTests
{
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
        var left = Folder.Names.ToList();
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

        Assert.DoesNotContain(Name, Folder.Names);
    }

    [Fact]
    public async Task A_download_that_another_process_is_at_is_left_to_it()
    {
        await using var server = LoopbackServer.Of(Good);
        await using var other = new FileStream(Part, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        var error = await Assert.ThrowsAsync<TorchBasicsException>(() => FetchAsync(server.Address));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.Contains("being used by another process", error.Message);
        Assert.Equal([$"{Name}.part"], Folder.Names);
    }
}
