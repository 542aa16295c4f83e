using TorchBasics.Tests.Native.Training.Data;
using TorchBasics.Tests.Native.Training.Data.Fetching;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>MNIST itself, from a server that stands on the files that are here.</summary>
public sealed class DataFetchCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_program_is_told_where_the_files_are_and_which_were_there_already()
    {
        Assert.SkipWhen(Samples.MnistFolder is null, "MNIST is not in the folder that TORCHBASICS_DATA names.");
        await using var server = new LoopbackServer((request, stream, _) => LoopbackServer.SendAsync(
            stream, File.ReadAllBytes(Path.Combine(Samples.MnistFolder!, Path.GetFileName(request.Path))), request.From));
        Directory.CreateDirectory(_folder["set"]);
        foreach (var file in Directory.GetFiles(Samples.MnistFolder!, "train-*.gz"))
            File.Copy(file, _folder[$"set/{Path.GetFileName(file)}"]);

        var json = await Task.Run(() => CliProcess.Run(
            _folder.Path, "data", "fetch", "mnist", "--mirror", server.Address, "--output", "set", "--json").Json);

        Assert.Equal(("mnist", "set"), (json.GetProperty("set").GetString(), json.GetProperty("folder").GetString()));
        Assert.All(json.GetProperty("files").EnumerateArray(), file =>
        {
            var path = file.GetProperty("path").GetString()!;
            Assert.Equal(new FileInfo(_folder[path]).Length, file.GetProperty("bytes").GetInt64());
            Assert.Equal(
                path.StartsWith("set/t10k", StringComparison.Ordinal) ? server.Address : null,
                file.GetProperty("source").GetString());
        });
        Assert.Equal(2, server.Requests.Count);
    }
}
