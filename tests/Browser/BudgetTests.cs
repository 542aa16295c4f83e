namespace TorchBasics.Tests.Browser;

/// <summary>What a first visit costs. The time is reported, the size is held.</summary>
public sealed class BudgetTests(Chromium chromium, CourseSite site)
{
    private const long LargestVisit = 4_000_000;

    [Fact]
    public async Task A_first_visit_stays_within_its_budget()
    {
        var lesson = CourseSite.Names.First().Data;
        await using var page = await chromium.OpenAsync();

        await page.GoLiveAsync(site.Live($"en/{lesson}.html"));

        var time = await page.Page.EvaluateExpressionAsync<double>("performance.now()");
        var size = new FileInfo(Path.Combine(site.Folder, "en", $"{lesson}.html")).Length + EngineSize();
        TestContext.Current.TestOutputHelper?.WriteLine($"{size:N0} bytes over the wire, live after {time:F0} ms");
        Assert.InRange(size, 1, LargestVisit);
    }

    // Every file of the engine is loaded, in its smallest form.
    private static long EngineSize() => Directory.EnumerateFiles(CourseSite.Bundle, "*.br", SearchOption.AllDirectories)
        .Sum(file => new FileInfo(file).Length);
}
