namespace TorchBasics.Tests.Browser;

/// <summary>Pages from the disk, where no engine runs.</summary>
public sealed class RecordedPageTests(Chromium chromium, CourseSite site)
{
    [Theory]
    [MemberData(nameof(CourseSite.Pages), MemberType = typeof(CourseSite))]
    public async Task A_page_from_the_disk_shows_its_record_without_an_error(string lesson, string language)
    {
        await using var page = await chromium.OpenAsync();

        await page.GoAsync(site.Recorded($"{language}/{lesson}.html"));

        Assert.Matches("^[0-9a-f]{16}$", await page.TextAsync("#hash"));
        Assert.Empty(page.Problems);
    }

    [Theory]
    [MemberData(nameof(CourseSite.Names), MemberType = typeof(CourseSite))]
    public async Task A_page_from_the_disk_has_no_serious_fault(string lesson)
    {
        await using var page = await chromium.OpenAsync();
        await page.GoAsync(site.Recorded($"zh/{lesson}.html"));

        Assert.Empty(await Axe.FaultsAsync(page, "light"));
    }
}
