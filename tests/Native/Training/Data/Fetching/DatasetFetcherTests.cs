using TorchBasics.Core.Errors;
using TorchBasics.Training.Data.Fetching;

namespace TorchBasics.Tests.Native.Training.Data.Fetching;

public sealed class DatasetFetcherTests : FetchTests
{
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
    public async Task A_folder_that_cannot_be_made_is_explained()
    {
        await File.WriteAllTextAsync(Folder["file"], "", Cancellation);
        using var fetcher = new DatasetFetcher(new FetchOptions { Folder = Folder["file/inside"] });

        var error = await Assert.ThrowsAsync<TorchBasicsException>(() => fetcher.FetchAsync(Set, cancellation: Cancellation));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.StartsWith($"The folder {Folder["file/inside"]} could not take the data set small:", error.Message);
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
        using var fetcher = new DatasetFetcher(
            new FetchOptions { Mirrors = ["http://127.0.0.1:1/"], Folder = Samples.MnistFolder });

        var files = await fetcher.FetchAsync(RemoteSet.Mnist, cancellation: Cancellation);

        // The training images here were compressed anew, so that only their content has the published hash.
        Assert.All(files, file => Assert.Null(file.Mirror));
    }
}
