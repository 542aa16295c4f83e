namespace TorchBasics.Core.Layers;

/// <summary>
/// Convolution with a bias, in the sense the field uses the word (cross-correlation): the kernel is not flipped.
/// Input [N, in, H, W], output [N, out, H', W'].
/// </summary>
/// <remarks>
/// y[n,o,i,j] = bias[o] + sum over c, p, q of weight[o,c,p,q] * x[n, c, i*stride + p*dilation - padding, j*stride + ...],
/// zero outside the picture. With groups, the channels of input and output are cut into as many blocks, and each block
/// of outputs sees its own block of inputs alone: c counts within it. With as many groups as input channels, it is
/// called depthwise. Source: PyTorch torch.nn.Conv2d; LeCun et al. 1998, section II.A; Krizhevsky, Sutskever, Hinton 2012.
/// </remarks>
public sealed record Conv2d : Layer
{
    /// <summary>Describes a convolution.</summary>
    /// <param name="name">Layer name.</param>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output, one kernel each.</param>
    /// <param name="kernel">Window size.</param>
    /// <param name="stride">Window step.</param>
    /// <param name="padding">Zeros added on each side.</param>
    /// <param name="dilation">Distance between neighbouring cells of the kernel; null means 1.</param>
    /// <param name="groups">Blocks of channels that do not see each other; divides both numbers of channels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Conv2d(
        string name, int inputChannels, int outputChannels, Size2d kernel, Size2d stride, Size2d padding, Size2d? dilation = null,
        int groups = 1)
    {
        Name = Named(name);
        InputChannels = Positive(inputChannels, nameof(inputChannels));
        OutputChannels = Positive(outputChannels, nameof(outputChannels));
        Window = new Window(
            Positive(kernel, nameof(kernel)),
            Positive(stride, nameof(stride)),
            NotNegative(padding, nameof(padding)),
            Positive(dilation ?? 1, nameof(dilation)));
        Groups = inputChannels % Positive(groups, nameof(groups)) == 0 && outputChannels % groups == 0
            ? groups
            : throw new ArgumentOutOfRangeException(nameof(groups), groups, $"groups is {groups}; expected a divisor of "
                + $"{inputChannels} and {outputChannels} channels.");
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Channels of the input.</summary>
    public int InputChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutputChannels { get; }

    /// <summary>Kernel, stride, padding and dilation.</summary>
    public Window Window { get; }

    /// <summary>Blocks of channels that do not see each other.</summary>
    public int Groups { get; }

    /// <summary>Input channels that an output channel sees.</summary>
    public int GroupInputs => InputChannels / Groups;

    private int FanIn => GroupInputs * Window.Kernel.Area;

    /// <summary>weight [out, in / groups, kernel height, kernel width] and bias [out].</summary>
    public override IReadOnlyList<ParameterSpec> Parameters =>
    [
        new("weight", [OutputChannels, GroupInputs, Window.Kernel.Height, Window.Kernel.Width], FanIn),
        new("bias", [OutputChannels], FanIn),
    ];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Count != 3 || input[0] != InputChannels)
            throw Refuse(input, $"[N, {InputChannels}, H, W]");
        var output = Window.Output(new Size2d(input[1], input[2]));
        return output is { Height: >= 1, Width: >= 1 }
            ? [OutputChannels, output.Height, output.Width]
            : throw Refuse(input, $"a picture that the {Window.Kernel} kernel fits into");
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => OutputShape(input).Elements * FanIn;

    /// <inheritdoc/>
    public override long Connections(Shape input) => OutputShape(input).Elements * (FanIn + 1);

    /// <inheritdoc/>
    public override ReceptiveField? Field(ReceptiveField? input) => input?.Through(Window.Kernel, Window.Stride, Window.Dilation);

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.Conv2d(this);
}
