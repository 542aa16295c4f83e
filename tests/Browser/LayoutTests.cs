namespace TorchBasics.Tests.Browser;

/// <summary>Whether everything fits, on a phone and on a wide screen.</summary>
public sealed class LayoutTests(Chromium chromium, CourseSite site)
{
    // Text cut off by its own box, and labels that leave their picture.
    private const string Cut = """
        () => {
          const seen = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
          const name = element => `${element.tagName} "${element.textContent.trim().slice(0, 40)}"`;
          const texts = [...document.querySelectorAll('body *')].filter(element => seen(element)
            && [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim() !== ''));
          const boxes = texts.filter(element => {
            const style = getComputedStyle(element);
            return ['hidden', 'clip'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
          });
          const labels = texts.filter(element => element.ownerSVGElement).filter(element => {
            const text = element.getBoundingClientRect(), picture = element.ownerSVGElement.getBoundingClientRect();
            return text.left < picture.left - 1 || text.right > picture.right + 1
              || text.top < picture.top - 1 || text.bottom > picture.bottom + 1;
          });
          const wide = document.documentElement.scrollWidth > innerWidth
            ? [`page ${document.documentElement.scrollWidth} px on ${innerWidth}`] : [];
          return [...wide, ...boxes.map(name), ...labels.map(name)];
        }
        """;

    [Theory]
    [MemberData(nameof(CourseSite.Pages), MemberType = typeof(CourseSite))]
    public async Task A_page_fits_a_phone(string lesson, string language) => await FitsAsync($"{language}/{lesson}.html", 360);

    [Theory]
    [MemberData(nameof(CourseSite.Pages), MemberType = typeof(CourseSite))]
    public async Task A_page_fits_a_wide_screen(string lesson, string language) =>
        await FitsAsync($"{language}/{lesson}.html", 1440);

    [Theory]
    [InlineData("index.html")]
    [InlineData("en/index.html")]
    [InlineData("zh/index.html")]
    public async Task A_list_fits_a_phone(string path) => await FitsAsync(path, 360);

    private async Task FitsAsync(string path, int width)
    {
        await using var page = await chromium.OpenAsync(width);

        await page.GoAsync(site.Recorded(path));
        await page.KeepPictureAsync($"{path}-{width}");

        Assert.Empty(await page.Page.EvaluateFunctionAsync<string[]>(Cut));
    }
}
