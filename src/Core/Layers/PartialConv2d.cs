namespace TorchBasics.Core.Layers;

/// <summary>
/// Convolution in which each output channel sees only some input channels, as in C3 of the 1998 LeNet-5. Stride 1, no
/// padding. Input [N, in, H, W], output [N, out, H - kernel + 1, W - kernel + 1].
/// </summary>
/// <remarks>
/// The weights are stored without the absent kernels: weight[k] is the kernel of the k-th connection, counted output by
/// output in the order of <see cref="Table"/>. Source: LeCun et al. 1998, table I.
/// </remarks>
public sealed record PartialConv2d : Layer
{
    /// <summary>Describes a partially connected convolution.</summary>
    /// <param name="name">Layer name.</param>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="table">For each output channel, the input channels it sees, in rising order.</param>
    /// <param name="kernel">Window size.</param>
    /// <exception cref="ArgumentException">
    /// The table is empty or names a channel that does not exist or is out of order.
    /// </exception>
    public PartialConv2d(string name, int inputChannels, IReadOnlyList<IReadOnlyList<int>> table, Size2d kernel)
    {
        Name = Named(name);
        InputChannels = Positive(inputChannels, nameof(inputChannels));
        Window = new Window(Positive(kernel, nameof(kernel)), 1, 0, 1);
        Table = table.Count > 0 && table.All(IsRisingAndInside)
            ? table
            : throw new ArgumentException(
                $"Each output of {name} needs a rising list of input channels from 0 to {inputChannels - 1}.", nameof(table));

        bool IsRisingAndInside(IReadOnlyList<int> inputs) =>
            inputs.Count > 0 && inputs[0] >= 0 && inputs[^1] < inputChannels
            && inputs.Zip(inputs.Skip(1)).All(pair => pair.First < pair.Second);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Channels of the input.</summary>
    public int InputChannels { get; }

    /// <summary>For each output channel, the input channels it sees.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Table { get; }

    /// <summary>Kernel; the stride is 1, without padding or dilation.</summary>
    public Window Window { get; }

    /// <summary>The number of kernels: pairs of an output and an input that it sees.</summary>
    public int KernelCount => Table.Sum(inputs => inputs.Count);

    /// <summary>weight [connections, kernel height, kernel width] and bias [out].</summary>
    public override IReadOnlyList<ParameterSpec> Parameters
    {
        get
        {
            var fanIn = KernelCount * Window.Kernel.Area / Table.Count; // the mean over the outputs
            return
            [
                new("weight", [KernelCount, Window.Kernel.Height, Window.Kernel.Width], fanIn),
                new("bias", [Table.Count], fanIn),
            ];
        }
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Count != 3 || input[0] != InputChannels)
            throw Refuse(input, $"[N, {InputChannels}, H, W]");
        var output = Window.Output(new Size2d(input[1], input[2]));
        return output is { Height: >= 1, Width: >= 1 }
            ? [Table.Count, output.Height, output.Width]
            : throw Refuse(input, $"a picture that the {Window.Kernel} kernel fits into");
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Pixels(input) * KernelCount * Window.Kernel.Area;

    /// <inheritdoc/>
    public override long Connections(Shape input) => Pixels(input) * ((KernelCount * Window.Kernel.Area) + Table.Count);

    /// <inheritdoc/>
    public override ReceptiveField? Field(ReceptiveField? input) => input?.Through(Window.Kernel, Window.Stride, Window.Dilation);

    private long Pixels(Shape input) => OutputShape(input).Elements / Table.Count;

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.PartialConv2d(this);
}
