namespace TorchBasics.Tests.Browser;

/// <summary>The link to what a page shows.</summary>
[Collection(nameof(CourseSite))]
public sealed class ShareTests(Chromium chromium, CourseSite site)
{
    [Theory]
    [InlineData("and", "gate=or", "b=-0.3")]
    [InlineData("regions", "points=0.5%2C0.5%2C0%3B-0.5%2C-0.5%2C1", "learner=softmax")]
    public async Task The_link_in_the_clipboard_opens_the_same_state(string lesson, params string[] changes)
    {
        await using var page = await chromium.OpenAsync();
        await page.GoLiveAsync(site.Live($"en/{lesson}.html"));
        await page.AllowClipboardAsync();
        await page.ChangeAsync(
            () => page.Page.EvaluateFunctionAsync("state => { location.hash = state; }", string.Join('&', changes)), "address");

        await page.Page.ClickAsync("#share");
        await page.UntilAsync(
            "document.querySelector('#state').textContent.startsWith('The link')", "Nothing is said of a link.");
        Assert.Equal("The link is in the clipboard.", await page.TextAsync("#state"));
        var link = await page.Page.EvaluateExpressionAsync<string>("navigator.clipboard.readText()");
        await using var other = await chromium.OpenAsync();
        await other.GoLiveAsync(new Uri(link));

        Assert.All(changes, change => Assert.Contains(change, link, StringComparison.Ordinal));
        Assert.Equal(await page.TextAsync("#hash"), await other.TextAsync("#hash"));
        Assert.Equal(await StateAsync(page), await StateAsync(other));
        Assert.NotEqual(await HashOfStartAsync(lesson), await other.TextAsync("#hash"));
    }

    private async Task<string?> HashOfStartAsync(string lesson)
    {
        await using var page = await chromium.OpenAsync();
        await page.GoAsync(site.Recorded($"en/{lesson}.html"));
        return await page.TextAsync("#hash");
    }

    private static Task<string> StateAsync(OpenPage page) => page.Page.EvaluateExpressionAsync<string>(
        "JSON.stringify([...document.querySelectorAll('#controls [name]')].map(field => [field.name, field.value]))");
}
