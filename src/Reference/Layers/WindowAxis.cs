namespace TorchBasics.Reference.Layers;

/// <summary>How a window slides along one axis of a picture.</summary>
/// <param name="Kernel">Taps of the window, at least 1.</param>
/// <param name="Stride">Pixels from one window to the next, at least 1.</param>
/// <param name="Dilation">Pixels from one tap to the next, at least 1.</param>
/// <param name="PadBegin">Pixels added before the first.</param>
/// <param name="PadEnd">Pixels added behind the last.</param>
public readonly record struct WindowAxis(int Kernel, int Stride, int Dilation, int PadBegin, int PadEnd)
{
    /// <summary>Pixels from the first tap to the last, both included.</summary>
    public int Span => (Dilation * (Kernel - 1)) + 1;

    /// <summary>A window with the least padding that gives ceil(input / stride) results ("same").</summary>
    /// <param name="kernel">Taps of the window.</param>
    /// <param name="stride">Pixels from one window to the next.</param>
    /// <param name="dilation">Pixels from one tap to the next.</param>
    /// <param name="input">Length of the axis.</param>
    /// <param name="upper">Where an odd pixel of padding goes: behind the last pixel, or before the first.</param>
    /// <returns>The window.</returns>
    /// <remarks>Source: ONNX, operator Conv, auto_pad SAME_UPPER and SAME_LOWER.</remarks>
    public static WindowAxis Same(int kernel, int stride, int dilation, int input, bool upper)
    {
        var valid = new WindowAxis(kernel, stride, dilation, 0, 0);
        var outputs = (input + stride - 1) / stride;
        var padding = Math.Max(0, ((outputs - 1) * stride) + valid.Span - input);
        return upper
            ? valid with { PadBegin = padding / 2, PadEnd = padding - (padding / 2) }
            : valid with { PadBegin = padding - (padding / 2), PadEnd = padding / 2 };
    }

    /// <summary>How many windows there are.</summary>
    /// <param name="input">Length of the axis.</param>
    /// <param name="ceiling">
    /// Whether a last window counts that hangs out of the padded picture, so long as it starts inside the picture or the
    /// padding before it.
    /// </param>
    /// <returns>floor or ceil of (input + padding - span) / stride, plus 1; at most 0 where no window fits.</returns>
    /// <remarks>Source: torch.nn.MaxPool2d, the formula of H_out and the note on ceil_mode.</remarks>
    public int Outputs(int input, bool ceiling = false)
    {
        var room = input + PadBegin + PadEnd - Span;
        if (room < 0 && !(ceiling && room > -Stride))
            return 0;
        if (!ceiling)
            return (room / Stride) + 1;
        var outputs = ((room + Stride - 1) / Stride) + 1;
        return (outputs - 1) * Stride >= input + PadBegin ? outputs - 1 : outputs;
    }

    /// <summary>The pixel under a tap.</summary>
    /// <param name="output">Which window.</param>
    /// <param name="tap">Which tap of it.</param>
    /// <returns>Its index; negative or beyond the last in the padding.</returns>
    public int Pixel(int output, int tap) => (output * Stride) + (tap * Dilation) - PadBegin;
}
