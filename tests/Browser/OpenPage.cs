using System.Diagnostics;
using PuppeteerSharp;

namespace TorchBasics.Tests.Browser;

/// <summary>A page in the browser that remembers what went wrong on it.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    // Only what hangs waits so long: beside other work a slow machine trains for minutes.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    private readonly IBrowserContext _context;
    private readonly List<string> _problems = [];

    private OpenPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, args) => Note(args.Message.Type is ConsoleType.Error or ConsoleType.Warning, args.Message.Text);
        page.PageError += (_, args) => Note(true, args.Message);
        page.RequestFailed += (_, args) => Note(true, $"{args.Request.Url} {args.Request.FailureText}");
        page.Response += (_, args) => Note((int)args.Response.Status >= 400, $"{args.Response.Url} {args.Response.Status}");
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts, requests that failed, and what the browser complained about.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_problems)
                return [.. _problems];
        }
    }

    public static async Task<OpenPage> InAsync(IBrowserContext context, int width, int height)
    {
        var page = await context.NewPageAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height });
        await page.EmulateFocusedPageAsync(true);
        return new(context, page);
    }

    public async Task<OpenPage> GoAsync(Uri address)
    {
        await Page.GoToAsync(address.AbsoluteUri, WaitUntilNavigation.Load);
        return this;
    }

    /// <summary>Opens the page of a lesson and waits until the engine has computed it.</summary>
    public async Task<OpenPage> GoLiveAsync(Uri address)
    {
        await GoAsync(address);
        await LiveAsync();
        return this;
    }

    /// <summary>Waits until the experiment is shown as the engine computed it.</summary>
    public async Task LiveAsync() => await UntilAsync(
        "document.querySelector('#experiment').dataset.live", "The experiment does not become live.");

    /// <summary>Does something and waits until all that the engine computes because of it is shown.</summary>
    public async Task ChangeAsync(Func<Task> change, string what)
    {
        await Page.EvaluateExpressionAsync("document.querySelector('#experiment').dataset.live = ''");
        await change();
        await UntilAsync(
            "(data => data.live && !data.busy)(document.querySelector('#experiment').dataset)", $"No result after: {what}.");
    }

    /// <summary>Waits until nothing is being computed.</summary>
    public Task SettleAsync() => UntilAsync("!document.querySelector('#experiment').dataset.busy", "The engine does not finish.");

    public Task UntilAsync(string expression, string complaint) =>
        UntilAsync(() => Page.EvaluateExpressionAsync<bool>($"Boolean({expression})"), complaint);

    public Task UntilAsync(Func<bool> condition, string complaint) =>
        UntilAsync(() => Task.FromResult(condition()), complaint);

    public Task<string?> TextAsync(string selector) =>
        Page.EvaluateFunctionAsync<string?>("selector => document.querySelector(selector)?.textContent", selector);

    public Task EmulateAsync(MediaFeature feature, string value) =>
        Page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = feature, Value = value }]);

    /// <summary>
    /// A point of an element, in the window, once it stands still there for three frames with nothing above it: what is computed
    /// may still move the page.
    /// </summary>
    /// <param name="element">The element.</param>
    /// <param name="across">Where, as a share of its width.</param>
    /// <param name="down">Where, as a share of its height.</param>
    public static async Task<(decimal X, decimal Y)> AimAsync(IElementHandle element, double across, double down)
    {
        var point = await element.EvaluateFunctionAsync<double[]?>(
            """
            async (element, across, down) => {
                const frame = () => new Promise(requestAnimationFrame);
                const place = () => {
                    const box = element.getBoundingClientRect();
                    return [box.x + box.width * across, box.y + box.height * down];
                };
                element.scrollIntoView({ block: 'center', behavior: 'instant' });
                for (let still = 0, last = [], tries = 0; tries < 1000; tries++) {
                    await frame();
                    const now = place(), hit = document.elementFromPoint(...now);
                    still = now[0] === last[0] && now[1] === last[1] && element.contains(hit) ? still + 1 : 0;
                    if (still === 3)
                        return now;
                    last = now;
                }
                return null;
            }
            """,
            across,
            down);
        Assert.True(point is not null, "The element does not stand still where a mouse can reach it.");
        return ((decimal)point[0], (decimal)point[1]);
    }

    /// <summary>Clicks on a point of an element.</summary>
    /// <param name="element">The element.</param>
    /// <param name="across">Where, as a share of its width.</param>
    /// <param name="down">Where, as a share of its height.</param>
    public async Task ClickAsync(IElementHandle element, double across, double down)
    {
        var (x, y) = await AimAsync(element, across, down);
        await Page.Mouse.ClickAsync(x, y);
    }

    /// <summary>Lets the page write and read the clipboard, as a person's click does.</summary>
    public Task AllowClipboardAsync() => _context.SetPermissionAsync(
        new Uri(Page.Url).GetLeftPart(UriPartial.Authority), Granted("clipboard-read"), Granted("clipboard-write"));

    /// <summary>Keeps a picture of the page for people to look at, where TORCHBASICS_SCREENSHOTS names a folder.</summary>
    public async Task KeepPictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("TORCHBASICS_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        await Page.ScreenshotAsync(
            Path.Combine(folder, $"{name.Replace('/', '-')}.png"), new ScreenshotOptions { FullPage = true });
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static PermissionEntry Granted(string name) =>
        new() { Permission = new PermissionDescriptor { Name = name }, State = PermissionState.Granted };

    private async Task UntilAsync(Func<Task<bool>> condition, string complaint)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > Limit)
            {
                var state = await TextAsync("#state");
                Assert.Fail($"{complaint} State: {state}. {string.Join("; ", Problems)}");
            }

            await Task.Delay(50);
        }
    }

    private void Note(bool isProblem, string text)
    {
        if (!isProblem)
            return;
        lock (_problems)
            _problems.Add(text);
    }
}
