using OxyPlot;

namespace TorchBasics.Pages.Charts;

/// <summary>How much room text needs; a browser's font is not known when a chart is drawn.</summary>
internal sealed class TextMeasurer() : PdfRenderContext(1, 1, OxyColors.Transparent)
{
    // The base class knows Helvetica, in points: 4/3 makes them pixels, and other fonts are up to an eighth wider, hardly higher.
    private const double PixelsPerPoint = 4.0 / 3;
    private const double Wider = 9.0 / 8;

    // Of Chinese letters, each as wide as it is high, that font knows nothing.
    private const char FirstSquare = '\u2E80';

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        var squares = text?.Count(letter => letter >= FirstSquare) ?? 0;
        var others = squares == 0 ? text : string.Concat(text!.Where(letter => letter < FirstSquare));
        var size = base.MeasureText(others, fontFamily, fontSize, fontWeight);
        return new OxySize(
            (size.Width * PixelsPerPoint * Wider) + (squares * fontSize),
            squares > 0 ? Math.Max(size.Height, fontSize) : size.Height);
    }
}
