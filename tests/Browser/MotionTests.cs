using PuppeteerSharp;

namespace TorchBasics.Tests.Browser;

/// <summary>Nothing moves for those who asked for that.</summary>
public sealed class MotionTests(Chromium chromium, CourseSite site)
{
    private const string Places = "[...document.querySelectorAll('[data-frames]')].map(figure => figure.dataset.at ?? '').join()";

    [Theory]
    [MemberData(nameof(CourseSite.Names), MemberType = typeof(CourseSite))]
    public async Task Nothing_moves_by_itself_where_less_motion_is_wanted(string lesson)
    {
        await using var page = await chromium.OpenAsync();
        await page.EmulateAsync(MediaFeature.PrefersReducedMotion, "reduce");
        await page.GoAsync(site.Recorded($"en/{lesson}.html"));
        var before = await page.Page.EvaluateExpressionAsync<string>(Places);

        await Task.Delay(1000, TestContext.Current.CancellationToken); // more than a step of a film

        Assert.Equal(before, await page.Page.EvaluateExpressionAsync<string>(Places));
        Assert.Equal(0, await page.Page.EvaluateExpressionAsync<int>("document.getAnimations().length"));
    }
}
