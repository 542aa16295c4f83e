using PuppeteerSharp;
using PuppeteerSharp.Input;
using TorchBasics.Lessons;

namespace TorchBasics.Tests.Browser;

/// <summary>Every control of every lesson, by keyboard and by mouse.</summary>
[Collection(nameof(CourseSite))]
public sealed class ControlTests(Chromium chromium, CourseSite site)
{
    [Theory]
    [MemberData(nameof(CourseSite.Names), MemberType = typeof(CourseSite))]
    public async Task Every_control_works_by_keyboard(string lesson)
    {
        var page = await site.VisitAsync(chromium, lesson);

        await page.ChangeAsync(async () =>
        {
            foreach (var control in await ControlsAsync(
                page, "input[type=range], input[type=number]:not([data-part]), select[name]"))
            {
                var key = await control.EvaluateFunctionAsync<string>(
                    "e => e.type === 'number' ? 'ArrowUp'"
                    + " : e.type === 'range' ? (e.value === e.max ? 'ArrowLeft' : 'ArrowRight')"
                    + " : e.selectedIndex === e.options.length - 1 ? 'ArrowUp' : 'ArrowDown'");
                await MovesAsync(page, control, async () =>
                {
                    await control.FocusAsync();
                    await page.Page.Keyboard.PressAsync(key);
                });
            }

            foreach (var button in await ControlsAsync(page, "[data-part=add], [data-part=clear]"))
                await MovesAsync(page, button, async () =>
                {
                    await button.FocusAsync();
                    await page.Page.Keyboard.PressAsync("Enter");
                });
            await page.Page.FocusAsync("#reset");
            await page.Page.Keyboard.PressAsync("Enter");
        }, "keys");

        Assert.Equal("", await StateAsync(page));
        Assert.Empty(page.Problems);
    }

    [Theory]
    [MemberData(nameof(CourseSite.Names), MemberType = typeof(CourseSite))]
    public async Task Every_control_works_by_mouse(string lesson)
    {
        var page = await site.VisitAsync(chromium, lesson);

        foreach (var slider in await ControlsAsync(page, "input[type=range]"))
        {
            // Down where there is room: what is computed then takes no longer than it has to.
            var share = await slider.EvaluateFunctionAsync<double>(
                "e => (e.value - e.min) / (e.max - e.min) > 0.25 ? 0.1 : 0.6");
            await MovesAsync(page, slider, () => page.ClickAsync(slider, share, 0.5));
        }

        await page.ChangeAsync(() => page.Page.ClickAsync("#reset"), "reset");
        foreach (var button in await ControlsAsync(page, "[data-part=add], #new-seed"))
            await MovesAsync(page, button, () => button.ClickAsync());
        await page.SettleAsync(); // until then the pictures are replaced
        foreach (var plane in await page.Page.QuerySelectorAllAsync("#experiment svg[data-plane]"))
        {
            if (await plane.BoundingBoxAsync() is null)
                continue; // in a frame that is not shown
            await MovesAsync(page, plane, () => page.ClickAsync(plane, 0.23, 0.31));
            break; // the others are replaced by what is computed now
        }

        foreach (var canvas in await ControlsAsync(page, "canvas"))
            await MovesAsync(page, canvas, () => DrawAsync(page, canvas));
        Assert.Empty(page.Problems);
    }

    [Theory]
    [MemberData(nameof(CourseSite.Portable), MemberType = typeof(CourseSite))]
    public async Task The_other_language_keeps_the_state_and_shows_the_same_numbers(string lesson)
    {
        await using var page = await chromium.OpenAsync();
        await page.GoLiveAsync(site.Live($"en/{lesson}.html"));
        var slider = (await ControlsAsync(page, "input[type=range]")).FirstOrDefault();
        if (slider is not null)
            await page.ChangeAsync(() => MovesAsync(page, slider, async () =>
            {
                await slider.FocusAsync();
                await page.Page.Keyboard.PressAsync(
                    await slider.EvaluateFunctionAsync<string>("e => e.value === e.max ? 'ArrowLeft' : 'ArrowRight'"));
            }), "slider");
        var (state, hash) = (await StateAsync(page), await page.TextAsync("#hash"));

        await Task.WhenAll(page.Page.WaitForNavigationAsync(), page.Page.ClickAsync("#language"));
        await page.LiveAsync();

        Assert.Equal(Language.Chinese.Tag, await page.Page.EvaluateExpressionAsync<string>("document.documentElement.lang"));
        Assert.Equal((state, hash), (await StateAsync(page), await page.TextAsync("#hash")));
        Assert.Empty(page.Problems);
    }

    // The address follows at once; what the engine then computes is waited for elsewhere.
    private static async Task MovesAsync(OpenPage page, IElementHandle control, Func<Task> change)
    {
        var what = await control.EvaluateFunctionAsync<string>("e => e.id || e.outerHTML.slice(0, 80)");
        var before = await StateAsync(page);
        await change();
        Assert.True(before != await StateAsync(page), $"The address stays the same after: {what}.");
    }

    private static Task<IElementHandle[]> ControlsAsync(OpenPage page, string selectors) => page.Page.QuerySelectorAllAsync(
        string.Join(", ", selectors.Split(", ").Select(selector => $"#inputs {selector}")));

    private static Task<string> StateAsync(OpenPage page) => page.Page.EvaluateExpressionAsync<string>("location.hash");

    private static async Task DrawAsync(OpenPage page, IElementHandle canvas)
    {
        var (mouse, above) = (page.Page.Mouse, await OpenPage.AimAsync(canvas, 0.5, 0.2));
        await mouse.MoveAsync(above.X, above.Y);
        await mouse.DownAsync();
        var below = await OpenPage.AimAsync(canvas, 0.5, 0.8);
        await mouse.MoveAsync(below.X, below.Y, new MoveOptions { Steps = 8 });
        await mouse.UpAsync();
    }
}
