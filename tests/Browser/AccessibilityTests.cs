namespace TorchBasics.Tests.Browser;

/// <summary>What axe-core finds wrong on live pages and lists.</summary>
[Collection(nameof(CourseSite))]
public sealed class AccessibilityTests(Chromium chromium, CourseSite site)
{
    [Theory]
    [MemberData(nameof(CourseSite.Names), MemberType = typeof(CourseSite))]
    public async Task A_live_page_has_no_serious_fault_in_either_theme(string lesson)
    {
        var page = await site.VisitAsync(chromium, lesson);

        Assert.Empty(await Axe.FaultsAsync(page, "light"));
        Assert.Empty(await Axe.FaultsAsync(page, "dark"));
    }

    [Theory]
    [InlineData("index.html")]
    [InlineData("en/index.html")]
    [InlineData("zh/index.html")]
    public async Task A_list_has_no_serious_fault_in_either_theme(string path)
    {
        await using var page = await chromium.OpenAsync();
        await page.GoAsync(site.Live(path));

        Assert.Empty(await Axe.FaultsAsync(page, "light"));
        Assert.Empty(await Axe.FaultsAsync(page, "dark"));
    }
}
