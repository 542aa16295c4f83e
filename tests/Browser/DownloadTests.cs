using System.Text.RegularExpressions;
using TorchBasics.Core;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.SafeTensors;

namespace TorchBasics.Tests.Browser;

/// <summary>The trained network that leaves a page as a file, and comes back.</summary>
[Collection(nameof(CourseSite))]
public sealed partial class DownloadTests(Chromium chromium, CourseSite site) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("torchbasics-downloads-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_files_are_what_our_writers_write_and_our_readers_open()
    {
        var page = await site.VisitAsync(chromium, "training");
        await page.ChangeAsync(
            () => page.Page.EvaluateExpressionAsync("location.hash = 'network=mlp&steps=10'"), "another network");

        var model = Read(await DownloadAsync(page, "digits.safetensors"));
        var graph = await DownloadAsync(page, "digits.onnx");

        Assert.Equal("mlp", model.Architecture.Name);
        Assert.Equal(ModelFile.ToBytes(model), await File.ReadAllBytesAsync(
            Path.Combine(_folder.FullName, "digits.safetensors"), TestContext.Current.CancellationToken));
        Assert.Equal(ModelExport.ToBytes(model, FileKind.Onnx), graph);
        Assert.Equal(
            model.Weights.Select(array => array.Name),
            OnnxFile.ParseModel("digits", graph).Graph.Initializers.Select(array => array.Name)
                .Intersect(model.Weights.Select(array => array.Name)));
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task A_file_from_the_page_goes_on_where_it_ended()
    {
        var page = await site.VisitAsync(chromium, "training");
        await DownloadAsync(page, "digits.safetensors");
        var after = Right(await page.TextAsync("#experiment"), "after");

        await page.ChangeAsync(
            () => page.ChooseAsync("[data-model=model]", Path.Combine(_folder.FullName, "digits.safetensors")), "file");

        Assert.Equal(after, Right(await page.TextAsync("#experiment"), "before"));
        Assert.Contains("started with the weights of your file", await page.TextAsync("#experiment"), StringComparison.Ordinal);
        Assert.Empty(page.Problems);
    }

    private static Model Read(byte[] file) => ModelFile.Of("digits", SafeTensorsFile.Parse("digits", file));

    private static string Right(string? text, string when) =>
        Count().Matches(text!).First(match => match.Groups[1].Value == when).Groups[2].Value;

    private async Task<byte[]> DownloadAsync(OpenPage page, string file)
    {
        await page.Page.Client.SendAsync(
            "Page.setDownloadBehavior", new { behavior = "allow", downloadPath = _folder.FullName });
        var path = Path.Combine(_folder.FullName, file);

        await page.Page.ClickAsync($"[data-file='{file}']");

        await page.UntilAsync(() => File.Exists(path), $"{file} does not arrive.");
        return await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"right of 300 test digits (before|after)(\d+)")]
    private static partial Regex Count();
}
