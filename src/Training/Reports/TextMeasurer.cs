using OxyPlot;

namespace TorchBasics.Training.Reports;

/// <summary>How much room text needs; a browser's font is not known when a chart is drawn.</summary>
internal sealed class TextMeasurer() : PdfRenderContext(1, 1, OxyColors.Transparent)
{
    // The widths of Helvetica, which the base class knows, are in points: 4/3 makes them pixels, and other fonts are up to an eighth wider.
    private const double Factor = 4.0 / 3 * 9 / 8;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight) =>
        base.MeasureText(text, fontFamily, Factor * fontSize, fontWeight);
}
