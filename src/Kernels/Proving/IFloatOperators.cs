namespace TorchBasics.Kernels.Proving;

/// <summary>
/// The operators of an engine that a known-answer test asks, in single precision. Arrays are row-major, in PyTorch's order of
/// axes; each result is a new array.
/// </summary>
internal interface IFloatOperators
{
    /// <summary>y [N, O, H', W'] of x [N, C, H, W], weight [O, C / groups, K, K] and bias [O].</summary>
    float[] Convolution(in ConvolutionSizes sizes, float[] x, float[] weight, float[] bias);

    /// <summary>The gradients of x, weight and bias, from that of y.</summary>
    (float[] GradX, float[] GradWeight, float[] GradBias) ConvolutionGradients(
        in ConvolutionSizes sizes, float[] gradY, float[] x, float[] weight);

    /// <summary>y [N, O] = x [N, I] weight' + bias, with weight [O, I].</summary>
    float[] Linear(in ProductSizes sizes, float[] x, float[] weight, float[] bias);

    /// <summary>y [N, O] = x [N, I] factor [I, O].</summary>
    float[] MatrixProduct(in ProductSizes sizes, float[] x, float[] factor);

    /// <summary>Maxima of square windows without padding, of x [N, C, H, W].</summary>
    float[] MaxPool(in PoolSizes sizes, float[] x);

    /// <summary>Means of square windows without padding, of x [N, C, H, W].</summary>
    float[] AvgPool(in PoolSizes sizes, float[] x);

    /// <summary>Softmax of each row of x [rows, classes].</summary>
    float[] Softmax(int rows, int classes, float[] x);

    /// <summary>
    /// Batch normalisation in evaluation: each channel of x [N, C, pixels] by its given mean and variance, with epsilon 0.
    /// </summary>
    float[] BatchNorm(in NormSizes sizes, float[] x, float[] weight, float[] bias, float[] mean, float[] variance);
}
