using Deque.AxeCore.Commons;
using PuppeteerSharp;

namespace TorchBasics.Tests.Browser;

/// <summary>What axe-core finds wrong for people who see little, or use a keyboard or a screen reader.</summary>
internal static class Axe
{
    private const string Faults = """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
            .filter(fault => ['serious', 'critical'].includes(fault.impact))
            .flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.target.join(' ')}: ${node.failureSummary}`))
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>The serious and critical faults of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="theme">"light" or "dark".</param>
    public static async Task<string[]> FaultsAsync(OpenPage page, string theme)
    {
        await page.EmulateAsync(MediaFeature.PrefersColorScheme, theme);
        await page.KeepPictureAsync($"{string.Join('-', page.Page.Url.Split('/')[^2..])}-{theme}");
        await page.Page.EvaluateExpressionAsync(Script);
        return await page.Page.EvaluateFunctionAsync<string[]>(Faults);
    }
}
