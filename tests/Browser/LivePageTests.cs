namespace TorchBasics.Tests.Browser;

/// <summary>What the engine shows in a browser, against what was recorded here.</summary>
public sealed class LivePageTests(Chromium chromium, CourseSite site)
{
    [Theory]
    [MemberData(nameof(CourseSite.Pages), MemberType = typeof(CourseSite))]
    public async Task A_live_page_computes_the_numbers_that_were_recorded(string lesson, string language)
    {
        await using var page = await chromium.OpenAsync();
        await page.GoAsync(site.Recorded($"{language}/{lesson}.html"));
        var recorded = await page.TextAsync("#hash");

        await page.GoLiveAsync(site.Live($"{language}/{lesson}.html"));

        Assert.Equal(recorded, await page.TextAsync("#hash"));
        Assert.Empty(page.Problems);
    }

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
    [InlineData("en")]
    [InlineData("zh")]
    public async Task The_list_of_lessons_leads_to_each_of_them(string language)
    {
        await using var page = await chromium.OpenAsync();

        await page.GoAsync(site.Live($"{language}/index.html"));

        var links = await page.Page.EvaluateExpressionAsync<string[]>(
            "[...document.querySelectorAll('.course a')].map(link => link.getAttribute('href').replace('.html', ''))");
        Assert.Equal(CourseSite.Names.Select(row => row.Data), links);
        Assert.Empty(page.Problems);
    }

    [Theory]
    [MemberData(nameof(CourseSite.Names), MemberType = typeof(CourseSite))]
    public async Task A_stopped_engine_starts_again(string lesson)
    {
        await using var page = await chromium.OpenAsync();
        await page.GoLiveAsync(site.Live($"en/{lesson}.html"));

        await page.Page.EvaluateExpressionAsync("document.querySelector('#cancel').click()");
        await page.UntilAsync("!document.querySelector('#inputs').disabled", "The engine does not start again.");

        await page.ChangeAsync(() => page.Page.EvaluateExpressionAsync("document.querySelector('#reset').click()"), "reset");
    }
}
