namespace TorchBasics.Core.Layers;

/// <summary>What maximum and average pooling share: a window that slides over each channel by itself.</summary>
public abstract record Pool2d : Layer
{
    private protected Pool2d(Size2d kernel, Size2d stride, Size2d padding, bool ceilMode)
    {
        Window = new Window(
            Positive(kernel, nameof(kernel)), Positive(stride, nameof(stride)), NotNegative(padding, nameof(padding)), 1);
        if (padding.Height > kernel.Height / 2 || padding.Width > kernel.Width / 2)
            throw new ArgumentOutOfRangeException(
                nameof(padding), padding, $"padding is {padding}; expected at most half the {kernel} kernel.");
        CeilMode = ceilMode;
    }

    /// <summary>Kernel, stride and padding; the dilation is 1.</summary>
    public Window Window { get; }

    /// <summary>Whether the output size is rounded up, so that the last window may reach over the edge.</summary>
    public bool CeilMode { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Count != 3)
            throw Refuse(input, "[N, C, H, W]");
        var output = Window.Output(new Size2d(input[1], input[2]), CeilMode);
        return output is { Height: >= 1, Width: >= 1 }
            ? [input[0], output.Height, output.Width]
            : throw Refuse(input, $"a picture that the {Window.Kernel} window fits into");
    }

    /// <inheritdoc/>
    public override ReceptiveField? Field(ReceptiveField? input) => input?.Through(Window.Kernel, Window.Stride, Window.Dilation);
}
