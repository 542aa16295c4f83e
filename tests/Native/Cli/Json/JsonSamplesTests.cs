namespace TorchBasics.Tests.Native.Cli.Json;

public sealed class JsonSamplesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_are_pixels_with_their_class()
    {
        var json = CliProcess.Run(_folder.Path, "data", "show", "digits", "--count", "2", "--json").Json;

        Assert.True(json.GetProperty("isPictures").GetBoolean());
        Assert.Equal(2, json.GetProperty("samples").GetArrayLength());
        var sample = json.GetProperty("samples")[0];
        Assert.Contains(sample.GetProperty("label").GetString(), json.GetProperty("classes").EnumerateArray().Select(
            name => name.GetString()));
        Assert.Equal(28 * 28, sample.GetProperty("values").GetArrayLength());
        Assert.All(sample.GetProperty("values").EnumerateArray(), pixel => Assert.InRange(pixel.GetSingle(), 0, 255));
    }

    [Fact]
    public void Rows_are_features_and_quantities()
    {
        var rows = Enumerable.Range(0, 20).Select(i => $"{i},{2 * i},{3 * i}\n"); // some of them are kept for the test
        File.WriteAllText(_folder["rows.csv"], "a,b,y\n" + string.Concat(rows));

        var json = CliProcess.Run(_folder.Path, "data", "show", "rows.csv", "--targets", "y", "--count", "1", "--json").Json;

        Assert.Equal(["a", "b"], json.GetProperty("features").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["y"], json.GetProperty("targets").EnumerateArray().Select(name => name.GetString()));
        var sample = json.GetProperty("samples")[0];
        var first = sample.GetProperty("values")[0].GetSingle();
        Assert.Equal(2 * first, sample.GetProperty("values")[1].GetSingle());
        Assert.Equal(3 * first, sample.GetProperty("targets")[0].GetSingle());
    }
}
