using Deque.AxeCore.Commons;
using PuppeteerSharp;

namespace TorchBasics.Tests.Browser;

/// <summary>What axe-core finds wrong for people who see little, or use a keyboard or a screen reader.</summary>
public sealed class AccessibilityTests(Chromium chromium, CourseSite site)
{
    private const string Faults = """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
            .filter(fault => ['serious', 'critical'].includes(fault.impact))
            .flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.target.join(' ')}: ${node.failureSummary}`))
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    [Theory]
    [MemberData(nameof(CourseSite.Names), MemberType = typeof(CourseSite))]
    public async Task A_live_page_has_no_serious_fault_in_either_theme(string lesson)
    {
        var page = await site.VisitAsync(chromium, lesson);

        Assert.Empty(await FaultsAsync(page, "light"));
        Assert.Empty(await FaultsAsync(page, "dark"));
    }

    [Theory]
    [MemberData(nameof(CourseSite.Pages), MemberType = typeof(CourseSite))]
    public async Task A_page_from_the_disk_has_no_serious_fault(string lesson, string language)
    {
        await using var page = await chromium.OpenAsync();
        await page.GoAsync(site.Recorded($"{language}/{lesson}.html"));

        Assert.Empty(await FaultsAsync(page, "light"));
    }

    [Theory]
    [InlineData("index.html")]
    [InlineData("en/index.html")]
    [InlineData("zh/index.html")]
    public async Task A_list_has_no_serious_fault_in_either_theme(string path)
    {
        await using var page = await chromium.OpenAsync();
        await page.GoAsync(site.Live(path));

        Assert.Empty(await FaultsAsync(page, "light"));
        Assert.Empty(await FaultsAsync(page, "dark"));
    }

    private static async Task<string[]> FaultsAsync(OpenPage page, string theme)
    {
        await page.EmulateAsync(MediaFeature.PrefersColorScheme, theme);
        await page.KeepPictureAsync($"{page.Page.Url.Split('/', 4)[^1]}-{theme}");
        await page.Page.EvaluateExpressionAsync(Axe);
        return await page.Page.EvaluateFunctionAsync<string[]>(Faults);
    }
}
