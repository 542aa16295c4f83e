using TorchBasics.Core.Layers;
using TorchBasics.Export.Importing;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>
/// Reads poolings. Padding at the end that differs from that at the beginning is read as ceil_mode where the windows are
/// the same ones.
/// </summary>
internal static class PoolReader
{
    public static Reading Maximum(Place place)
    {
        var settings = place.Settings();
        settings.Only("storage_order", 0, otherwise: 0);
        var (window, ceiling, _) = Read(place, settings);
        return Make(place, ceiling, (isCeiling) => new MaxPool2d(window.Kernel, window.Stride, window.Begin, isCeiling), window);
    }

    public static Reading Average(Place place)
    {
        var settings = place.Settings();
        var counts = settings.Flag("count_include_pad");
        var (window, ceiling, over) = Read(place, settings);
        // Where padding counts, what lies beyond the padding of the beginning must not be padding that counts.
        if (counts && (over.Height > window.Begin.Height || over.Width > window.Begin.Width)
            && (!ceiling || window.End != window.Begin))
            throw place.Refuse(
                $"its last windows reach {over} pixels over the edge, which count (count_include_pad) "
                + $"although only {window.Begin} are added before the first");
        return Make(
            place,
            ceiling,
            isCeiling => new AvgPool2d(window.Kernel, window.Stride, window.Begin, isCeiling, counts || window.Begin == 0),
            window);
    }

    /// <summary>Reads a mean over pictures with a border of zeros as one with padding that counts, where it is one.</summary>
    /// <param name="place">The mean; the border belongs to its input.</param>
    /// <param name="border">Rows and columns of zeros on each side.</param>
    /// <param name="picture">The picture within the border.</param>
    public static Reading? AverageWithin(Place place, Size2d border, Size2d picture)
    {
        var settings = place.Settings();
        var counts = settings.Flag("count_include_pad");
        var (window, ceiling, over) = Read(place, settings);
        if (window.Begin != 0 || (counts && !ceiling && over != 0) || (ceiling && window.End != 0))
            return null;
        var outputs = ceiling ? Rounded(window, place.Picture()) : window.Output(place.Picture());
        return PaddedMean.Join(window.Kernel, window.Stride, border, outputs, picture) is { } pool
            ? new Reading(place.Node.Outputs[0], LayerDraft.Of(pool))
            : null;
    }

    // The window; whether the graph rounds up; and how far the last windows reach over the edge of the picture.
    private static (WindowFields Window, bool Ceiling, Size2d Over) Read(Place place, NodeSettings settings)
    {
        place.CheckInputs(1);
        var ceiling = settings.Flag("ceil_mode");
        var window = WindowFields.Read(place, settings, kernel: null);
        settings.Done();
        if (window.Dilation != 1)
            throw place.Refuse($"its dilation is {window.Dilation}; only 1 is supported");
        var picture = place.Picture();
        var outputs = ceiling ? Rounded(window, picture) : window.Output(picture);
        return (window, ceiling, new Size2d(
            Over(outputs.Height, window.Stride.Height, window.Kernel.Height, window.Begin.Height, picture.Height),
            Over(outputs.Width, window.Stride.Width, window.Kernel.Width, window.Begin.Width, picture.Width)));
    }

    private static Size2d Rounded(WindowFields window, Size2d picture) =>
        new Window(window.Kernel, window.Stride, window.Begin, 1).Output(picture, ceiling: true);

    private static int Over(int outputs, int stride, int kernel, int begin, int size) =>
        Math.Max(0, ((outputs - 1) * stride) + kernel - begin - size);

    private static Reading Make(Place place, bool ceiling, Func<bool, Pool2d> make, WindowFields window)
    {
        if (ceiling && window.Begin != window.End)
            throw place.Refuse(
                $"it pads {window.Begin} pixels before and {window.End} behind, and rounds up; expected the same on both sides");
        var picture = place.Picture();
        var outputs = ceiling ? Rounded(window, picture) : window.Output(picture);
        var plain = new Window(window.Kernel, window.Stride, window.Begin, 1);
        try
        {
            if (outputs == plain.Output(picture))
                return new Reading(place.Node.Outputs[0], LayerDraft.Of(make(false)));
            if (outputs == plain.Output(picture, ceiling: true))
                return new Reading(place.Node.Outputs[0], LayerDraft.Of(make(true)));
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw place.Refuse(error.Message.ReplaceLineEndings(" ").TrimEnd('.'));
        }

        throw place.Refuse(
            $"it pads {window.Begin} pixels before and {window.End} behind, which neither equal padding nor ceil_mode explains");
    }
}
