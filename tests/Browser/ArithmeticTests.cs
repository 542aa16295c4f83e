using TorchBasics.Web;

namespace TorchBasics.Tests.Browser;

/// <summary>The engine's arithmetic in a browser, against the same here.</summary>
public sealed class ArithmeticTests(Chromium chromium, CourseSite site)
{
    private const string Ask = """
        () => new Promise((resolve, reject) => {
            const engine = new Worker('/engine/worker.js', { type: 'module' });
            engine.onerror = event => reject(new Error(event.message));
            engine.onmessage = ({ data }) => data.error ? reject(new Error(data.error)) : resolve(data.result);
            engine.postMessage({ id: 1, kind: 'fingerprint' });
        })
        """;

    [Fact]
    public async Task Functions_and_training_give_the_same_bits_in_a_browser()
    {
        await using var page = await chromium.OpenAsync();
        await page.GoAsync(site.Live("en/index.html"));

        var there = await page.Page.EvaluateFunctionAsync<string>(Ask);

        Assert.Equal(ArithmeticFingerprint.Compute().Split(' '), there.Split(' '));
    }
}
