namespace TorchBasics.Tests.Browser;

/// <summary>A picture file that a person gives to a page.</summary>
[Collection(nameof(CourseSite))]
public sealed class PictureFileTests(Chromium chromium, CourseSite site) : IDisposable
{
    private const string Control = "[data-drawing=picture]";

    // A thick stroke from top to bottom, of ink on paper of the colours asked for.
    private const string Stroke = """
        (ink, paper) => {
          const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
          [canvas.width, canvas.height] = [90, 120];
          pen.fillStyle = paper;
          pen.fillRect(0, 0, 90, 120);
          pen.fillStyle = ink;
          pen.fillRect(40, 20, 12, 80);
          return canvas.toDataURL('image/png').split(',')[1];
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("torchbasics-files-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("black", "white")]
    [InlineData("white", "black")]
    public async Task A_picture_that_is_chosen_becomes_ink_in_the_middle(string ink, string paper)
    {
        var page = await site.VisitAsync(chromium, "digits");
        var path = Path.Combine(_folder.FullName, "one.png");
        await File.WriteAllBytesAsync(path, await StrokeAsync(page, ink, paper), TestContext.Current.CancellationToken);

        await page.ChangeAsync(() => page.ChooseAsync(Control, path), "picture");

        AssertIsAStroke(await PixelsAsync(page));
        Assert.Contains("Your digit, centred", await page.TextAsync("#experiment"), StringComparison.Ordinal);
        Assert.Empty(page.Problems);
    }

    [Theory]
    [InlineData(Control)]
    [InlineData("h1")]
    public async Task A_picture_can_be_dropped_on_its_control_and_anywhere_else(string place)
    {
        var page = await site.VisitAsync(chromium, "digits");
        var picture = await StrokeAsync(page, "black", "white");

        await page.ChangeAsync(() => page.DropAsync(place, "one.png", "image/png", picture), "drop");

        AssertIsAStroke(await PixelsAsync(page));
    }

    [Fact]
    public async Task What_is_no_picture_is_told_and_changes_nothing()
    {
        var page = await site.VisitAsync(chromium, "digits");
        var before = await page.TextAsync("#hash");

        await page.DropAsync(Control, "one.png", "image/png", [1, 2, 3]);
        var problem = await page.ProblemAsync();

        Assert.NotEqual("", problem);
        Assert.Equal(before, await page.TextAsync("#hash"));
        Assert.Equal("", await page.Page.EvaluateExpressionAsync<string>("location.hash"));
    }

    private static async Task<byte[]> StrokeAsync(OpenPage page, string ink, string paper) =>
        Convert.FromBase64String(await page.Page.EvaluateFunctionAsync<string>(Stroke, ink, paper));

    private static async Task<byte[]> PixelsAsync(OpenPage page) => Convert.FromBase64String(
        await page.Page.EvaluateExpressionAsync<string>("document.querySelector('[name=picture]').value"));

    private static void AssertIsAStroke(byte[] pixels)
    {
        Assert.Equal(28 * 28, pixels.Length);
        var ink = Enumerable.Range(0, pixels.Length).Where(k => pixels[k] > 128).ToList();
        Assert.InRange(ink.Min(k => k / 28), 3, 5);
        Assert.InRange(ink.Max(k => k / 28), 22, 24);
        Assert.All(ink, k => Assert.InRange(k % 28, 11, 16));
        Assert.Equal(255, pixels[(14 * 28) + 14]);
    }
}
