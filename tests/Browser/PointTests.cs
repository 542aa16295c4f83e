namespace TorchBasics.Tests.Browser;

/// <summary>Points that are taken away again.</summary>
[Collection(nameof(CourseSite))]
public sealed class PointTests(Chromium chromium, CourseSite site)
{
    private const string List = "[data-points=points] [data-part=list]";
    private const string Points = "document.querySelector('[name=points]').value.split(';')";

    [Fact]
    public async Task A_point_is_removed_by_mouse()
    {
        var page = await site.VisitAsync(chromium, "regions");
        var (before, hash) = (await PointsAsync(page), await page.TextAsync("#hash"));

        await page.ChangeAsync(() => page.Page.ClickAsync($"{List} li:nth-child(3) button"), "remove");

        Assert.Equal(before.Where((_, k) => k != 2), await PointsAsync(page));
        Assert.NotEqual(hash, await page.TextAsync("#hash"));
        Assert.Equal(before.Length - 1, (await page.Page.QuerySelectorAllAsync($"{List} li")).Length);
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Several_points_are_removed_by_keyboard_one_after_the_other()
    {
        var page = await site.VisitAsync(chromium, "regions");
        var before = await PointsAsync(page);

        await page.Page.FocusAsync($"{List} li:nth-last-child(2) button");
        await page.ChangeAsync(async () =>
        {
            await page.Page.Keyboard.PressAsync("Enter");
            await page.Page.Keyboard.PressAsync("Space"); // on the last one, which took its place
            await page.Page.Keyboard.PressAsync("Enter"); // and on the one before it
        }, "remove");

        Assert.Equal(before.SkipLast(3), await PointsAsync(page));
        Assert.Empty(page.Problems);
    }

    private static Task<string[]> PointsAsync(OpenPage page) => page.Page.EvaluateExpressionAsync<string[]>(Points);
}
