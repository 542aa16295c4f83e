using OxyPlot;

namespace TorchBasics.Pages.Charts;

/// <summary>How much room text needs; a browser's font is not known when a chart is drawn.</summary>
internal sealed class TextMeasurer() : PdfRenderContext(1, 1, OxyColors.Transparent)
{
    // The base class knows Helvetica, in points: 4/3 makes them pixels, and other fonts are up to an eighth wider, hardly higher.
    private const double PixelsPerPoint = 4.0 / 3;
    private const double Wider = 9.0 / 8;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        var size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        return new OxySize(size.Width * PixelsPerPoint * Wider, size.Height);
    }
}
