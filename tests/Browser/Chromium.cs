using PuppeteerSharp;
using TorchBasics.Tests.Browser;

// Tests of live pages share them and run one after another, as the collection of the site; the others run beside them.
[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: AssemblyFixture(typeof(CourseSite))]

namespace TorchBasics.Tests.Browser;

/// <summary>The browser of this machine, one for all tests, with a profile of its own; null where there is none.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Paths =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    ];

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("torchbasics-chromium-");
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Paths.FirstOrDefault(File.Exists) is not { } path)
            return;
        _browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = path,
            Headless = true,
            UserDataDir = _profile.FullName,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _profile.Delete(recursive: true);
    }

    /// <summary>An empty page that knows nothing of any other.</summary>
    internal async Task<OpenPage> OpenAsync(int width = 1440, int height = 900)
    {
        if (_browser is null)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") != "true", "No Chromium");
            Assert.Fail("CI has no Chromium.");
        }

        return await OpenPage.InAsync(await _browser.CreateBrowserContextAsync(), width, height);
    }
}
