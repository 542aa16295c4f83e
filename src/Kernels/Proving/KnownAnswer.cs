namespace TorchBasics.Kernels.Proving;

/// <summary>A question whose only right answer is known, bit by bit.</summary>
/// <param name="Operator">The operator by its name in PyTorch.</param>
/// <param name="Shape">The sizes in words.</param>
/// <param name="Checksums">
/// <see cref="Whole.Checksum"/> of each right result. Stored, because plain loops would take longer than the whole test may;
/// KnownAnswerTests computes them again. Empty where plain loops answer each time.
/// </param>
internal abstract record KnownAnswer(string Operator, string Shape, IReadOnlyList<ulong> Checksums)
{
    /// <summary>What each result is called.</summary>
    public abstract IReadOnlyList<string> Results { get; }

    /// <summary>Makes the inputs.</summary>
    /// <returns>What asks an engine with them: the results, in the order of <see cref="Results"/>.</returns>
    public abstract Func<IFloatOperators, float[][]> Prepare();

    /// <summary>The right results, by plain loops.</summary>
    public float[][] Answer() => Prepare()(PlainOperators.Instance);

    /// <summary>"conv2d, gradient of the weights".</summary>
    public string NameOf(int result) => Results[result].Length == 0 ? Operator : $"{Operator}, {Results[result]}";
}

/// <summary>A convolution and its gradients.</summary>
internal sealed record ConvolutionAnswer(ConvolutionSizes Sizes, IReadOnlyList<ulong> Checksums)
    : KnownAnswer("conv2d", $"{Sizes}", Checksums)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Results { get; } =
        ["", "gradient of the input", "gradient of the weights", "gradient of the bias"];

    /// <inheritdoc/>
    public override Func<IFloatOperators, float[][]> Prepare()
    {
        var pixels = Sizes.Side * Sizes.Side;
        var x = Whole.Numbers(Sizes.Samples * Sizes.Channels * pixels, 3, 1);
        var weight = Whole.Numbers(Sizes.Outputs * (Sizes.Channels / Sizes.Groups) * Sizes.Kernel * Sizes.Kernel, 3, 2);
        var gradY = Whole.Numbers(Sizes.Samples * Sizes.Outputs * Sizes.OutputSide * Sizes.OutputSide, 3, 3);
        var bias = Whole.Numbers(Sizes.Outputs, 9, 4);
        return operators =>
        {
            var y = operators.Convolution(Sizes, x, weight, bias);
            var (gradX, gradWeight, gradBias) = operators.ConvolutionGradients(Sizes, gradY, x, weight);
            return [y, gradX, gradWeight, gradBias];
        };
    }
}

/// <summary>A linear layer, and the product of matrices behind it.</summary>
internal sealed record ProductAnswer(ProductSizes Sizes, IReadOnlyList<ulong> Checksums)
    : KnownAnswer("linear", $"{Sizes}", Checksums)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Results { get; } = ["", "matrix product"];

    /// <inheritdoc/>
    public override Func<IFloatOperators, float[][]> Prepare()
    {
        var x = Whole.Numbers(Sizes.Samples * Sizes.Inputs, 3, 5);
        var weight = Whole.Numbers(Sizes.Outputs * Sizes.Inputs, 3, 6);
        var bias = Whole.Numbers(Sizes.Outputs, 9, 7);
        return operators => [operators.Linear(Sizes, x, weight, bias), operators.MatrixProduct(Sizes, x, weight)];
    }
}

/// <summary>Maxima and means of windows; the area of a window is a power of two, so that its mean is exact.</summary>
internal sealed record PoolAnswer(PoolSizes Sizes, IReadOnlyList<ulong> Checksums) : KnownAnswer("pooling", $"{Sizes}", Checksums)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Results { get; } = ["maximum", "mean"];

    /// <inheritdoc/>
    public override Func<IFloatOperators, float[][]> Prepare()
    {
        var x = Whole.Numbers(Sizes.Samples * Sizes.Channels * Sizes.Side * Sizes.Side, 100, 8);
        return operators => [operators.MaxPool(Sizes, x), operators.AvgPool(Sizes, x)];
    }
}

/// <summary>
/// A softmax over rows in which 1, 2, 4 or 8 classes share the maximum and the others lie 200 below, whose exponential is 0 in
/// single precision: the results are 1 / 1, 1 / 2, 1 / 4, 1 / 8 and 0.
/// </summary>
internal sealed record SoftmaxAnswer(int Rows, int Classes, IReadOnlyList<ulong> Checksums)
    : KnownAnswer("softmax", $"{Rows} x {Classes}", Checksums)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Results { get; } = [""];

    /// <inheritdoc/>
    public override Func<IFloatOperators, float[][]> Prepare()
    {
        var x = new float[Rows * Classes];
        for (var i = 0; i < x.Length; i++)
        {
            var (row, column) = Math.DivRem(i, Classes);
            var place = (column + row) % Classes;
            x[i] = row - (place < 1 << (row % 4) ? 0 : 200);
        }

        return operators => [operators.Softmax(Rows, Classes, x)];
    }
}

/// <summary>A batch normalisation by means that are whole and variances that are powers of four: nothing is rounded.</summary>
internal sealed record NormAnswer(NormSizes Sizes, IReadOnlyList<ulong> Checksums)
    : KnownAnswer("batch_norm", $"{Sizes}", Checksums)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Results { get; } = [""];

    /// <inheritdoc/>
    public override Func<IFloatOperators, float[][]> Prepare()
    {
        var x = Whole.Numbers(Sizes.Samples * Sizes.Channels * Sizes.Pixels, 9, 9);
        var variance = new float[Sizes.Channels];
        for (var channel = 0; channel < variance.Length; channel++)
            variance[channel] = channel % 3 == 0 ? 0.25f : channel % 3 == 1 ? 1 : 4;
        var (weight, bias, mean) =
            (Whole.Numbers(Sizes.Channels, 5, 10), Whole.Numbers(Sizes.Channels, 9, 11), Whole.Numbers(Sizes.Channels, 9, 12));
        return operators => [operators.BatchNorm(Sizes, x, weight, bias, mean, variance)];
    }
}
