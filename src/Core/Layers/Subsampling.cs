namespace TorchBasics.Core.Layers;

/// <summary>
/// The trainable subsampling of the 1998 LeNet-5: the sum of each window, times one weight per channel, plus one bias
/// per channel. Input [N, C, H, W], output [N, C, H / window, W / window].
/// </summary>
/// <remarks>
/// y[n,c,i,j] = bias[c] + weight[c] * sum of x over the window. Source: LeCun et al. 1998, section II.B, layer S2.
/// </remarks>
public sealed record Subsampling : Layer
{
    /// <summary>Describes a trainable subsampling.</summary>
    /// <param name="name">Layer name.</param>
    /// <param name="channels">Channels of input and output.</param>
    /// <param name="window">Window size, also the step.</param>
    public Subsampling(string name, int channels, Size2d window)
    {
        Name = Named(name);
        Channels = Positive(channels, nameof(channels));
        Window = new Window(Positive(window, nameof(window)), window, 0, 1);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Channels of input and output.</summary>
    public int Channels { get; }

    /// <summary>The window, whose step equals its size.</summary>
    public Window Window { get; }

    /// <summary>weight [C] and bias [C].</summary>
    public override IReadOnlyList<ParameterSpec> Parameters =>
        [new("weight", [Channels], Window.Kernel.Area), new("bias", [Channels], Window.Kernel.Area)];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Count != 3 || input[0] != Channels)
            throw Refuse(input, $"[N, {Channels}, H, W]");
        var output = Window.Output(new Size2d(input[1], input[2]));
        return output is { Height: >= 1, Width: >= 1 }
            ? [Channels, output.Height, output.Width]
            : throw Refuse(input, $"a picture that the {Window.Kernel} window fits into");
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => OutputShape(input).Elements;

    /// <inheritdoc/>
    public override long Connections(Shape input) => OutputShape(input).Elements * (Window.Kernel.Area + 1);

    /// <inheritdoc/>
    public override ReceptiveField? Field(ReceptiveField? input) => input?.Through(Window.Kernel, Window.Stride, Window.Dilation);

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.Subsampling(this);
}
