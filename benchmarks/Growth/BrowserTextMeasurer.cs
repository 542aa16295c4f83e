using OxyPlot;

namespace TorchBasics.Benchmarks.Growth;

/// <summary>How much room text needs on a page: what the base class knows is Helvetica, in points.</summary>
internal sealed class BrowserTextMeasurer() : PdfRenderContext(1, 1, OxyColors.Transparent)
{
    // 4/3 makes points pixels; fonts of browsers are up to an eighth wider than Helvetica, and lines want some air.
    private const double Wider = 4.0 / 3 * 9 / 8;
    private const double Higher = 4.0 / 3;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        var size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        return new OxySize(size.Width * Wider, size.Height * Higher);
    }
}
