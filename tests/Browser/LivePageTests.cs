namespace TorchBasics.Tests.Browser;

/// <summary>What the engine shows in a browser, against what was recorded here.</summary>
[Collection(nameof(CourseSite))]
public sealed class LivePageTests(Chromium chromium, CourseSite site)
{
    // The text of the experiment, without what a script adds around frames and pictures.
    private const string Shown = """
        () => {
          const copy = document.querySelector('#experiment').cloneNode(true);
          copy.querySelectorAll('.frames, .tip').forEach(part => part.remove());
          return copy.textContent.replace(/\s+/g, '');
        }
        """;

    [Theory]
    [MemberData(nameof(CourseSite.Portable), MemberType = typeof(CourseSite))]
    public async Task A_live_page_shows_the_record_to_the_last_letter(string lesson)
    {
        await using var disk = await chromium.OpenAsync();
        await disk.GoAsync(site.Recorded($"en/{lesson}.html"));

        var live = await site.VisitAsync(chromium, lesson);

        Assert.Equal(await disk.TextAsync("#hash"), await live.TextAsync("#hash"));
        if (lesson != CourseSite.OfGivenWeights) // which also shows how far the machine's registers round
            Assert.Equal(
                await disk.Page.EvaluateFunctionAsync<string>(Shown), await live.Page.EvaluateFunctionAsync<string>(Shown));
    }

    [Theory]
    [MemberData(nameof(CourseSite.Names), MemberType = typeof(CourseSite))]
    public async Task What_a_live_page_claims_holds_in_the_browser(string lesson)
    {
        var page = await site.VisitAsync(chromium, lesson);

        Assert.Empty(await page.Page.EvaluateExpressionAsync<string[]>(
            "[...document.querySelectorAll('.claims .fails')].map(claim => claim.textContent)"));
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
    [InlineData("and")]
    [InlineData("digits")]
    public async Task A_stopped_engine_starts_again(string lesson)
    {
        var page = await site.VisitAsync(chromium, lesson);

        await page.Page.EvaluateExpressionAsync("document.querySelector('#cancel').click()");
        await page.UntilAsync("!document.querySelector('#inputs').disabled", "The engine does not start again.");

        await page.ChangeAsync(() => page.Page.EvaluateExpressionAsync("document.querySelector('#reset').click()"), "reset");
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task A_long_computation_is_given_up_when_something_else_is_asked_for()
    {
        var page = await site.VisitAsync(chromium, "training");
        var hash = await page.TextAsync("#hash");
        var ended = 0;
        page.Page.WorkerDestroyed += (_, _) => ended++;
        await page.Page.EvaluateExpressionAsync("location.hash = '#network=lenet5&steps=400&batch=64'");
        await page.UntilAsync("!document.querySelector('progress').parentElement.hidden", "Nothing is under way.");

        await page.ChangeAsync(() => page.Page.EvaluateExpressionAsync("document.querySelector('#reset').click()"), "reset");

        Assert.Equal((1, hash), (ended, await page.TextAsync("#hash")));
        Assert.Empty(page.Problems);
    }
}
