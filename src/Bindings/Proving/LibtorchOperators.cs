using TorchBasics.Kernels.Proving;

namespace TorchBasics.Bindings.Proving;

/// <summary>
/// libtorch's operators on the CPU, called through its stable C interface: without TorchSharp, whose static constructor may be
/// what waits for the proof.
/// </summary>
internal sealed unsafe class LibtorchOperators : IFloatOperators
{
    /// <inheritdoc/>
    public float[] Convolution(in ConvolutionSizes sizes, float[] x, float[] weight, float[] bias)
    {
        using var call = new OperatorCall("aten::convolution\0"u8);
        call.Tensor(x, sizes.Samples, sizes.Channels, sizes.Side, sizes.Side);
        call.Tensor(weight, sizes.Outputs, sizes.Channels / sizes.Groups, sizes.Kernel, sizes.Kernel);
        call.OptionalTensor(bias, sizes.Outputs);
        PushGeometry(call, sizes);
        return call.Compute(1)[0];
    }

    /// <inheritdoc/>
    public (float[] GradX, float[] GradWeight, float[] GradBias) ConvolutionGradients(
        in ConvolutionSizes sizes, float[] gradY, float[] x, float[] weight)
    {
        using var call = new OperatorCall("aten::convolution_backward\0"u8);
        call.Tensor(gradY, sizes.Samples, sizes.Outputs, sizes.OutputSide, sizes.OutputSide);
        call.Tensor(x, sizes.Samples, sizes.Channels, sizes.Side, sizes.Side);
        call.Tensor(weight, sizes.Outputs, sizes.Channels / sizes.Groups, sizes.Kernel, sizes.Kernel);
        call.OptionalIntegers(sizes.Outputs);
        PushGeometry(call, sizes);
        call.Integers(1, 1, 1); // which gradients are wanted
        return call.Compute(3) is [var gradX, var gradWeight, var gradBias] ? (gradX, gradWeight, gradBias) : default;
    }

    /// <inheritdoc/>
    public float[] Linear(in ProductSizes sizes, float[] x, float[] weight, float[] bias)
    {
        using var call = new OperatorCall("aten::linear\0"u8);
        call.Tensor(x, sizes.Samples, sizes.Inputs);
        call.Tensor(weight, sizes.Outputs, sizes.Inputs);
        call.OptionalTensor(bias, sizes.Outputs);
        return call.Compute(1)[0];
    }

    /// <inheritdoc/>
    public float[] MatrixProduct(in ProductSizes sizes, float[] x, float[] factor)
    {
        using var call = new OperatorCall("aten::mm\0"u8);
        call.Tensor(x, sizes.Samples, sizes.Inputs);
        call.Tensor(factor, sizes.Inputs, sizes.Outputs);
        return call.Compute(1)[0];
    }

    /// <inheritdoc/>
    public float[] MaxPool(in PoolSizes sizes, float[] x)
    {
        using var call = new OperatorCall("aten::max_pool2d\0"u8);
        call.Tensor(x, sizes.Samples, sizes.Channels, sizes.Side, sizes.Side);
        call.Integers(sizes.Kernel, sizes.Kernel);
        call.Integers(sizes.Stride, sizes.Stride);
        call.Integers(0, 0);
        call.Integers(1, 1);
        call.Integer(0); // ceil_mode
        return call.Compute(1)[0];
    }

    /// <inheritdoc/>
    public float[] AvgPool(in PoolSizes sizes, float[] x)
    {
        using var call = new OperatorCall("aten::avg_pool2d\0"u8);
        call.Tensor(x, sizes.Samples, sizes.Channels, sizes.Side, sizes.Side);
        call.Integers(sizes.Kernel, sizes.Kernel);
        call.Integers(sizes.Stride, sizes.Stride);
        call.Integers(0, 0);
        call.Integer(0); // ceil_mode
        call.Integer(1); // count_include_pad
        call.Integer(0); // divisor_override: none
        return call.Compute(1)[0];
    }

    /// <inheritdoc/>
    public float[] Softmax(int rows, int classes, float[] x)
    {
        using var call = new OperatorCall("aten::_softmax\0"u8);
        call.Tensor(x, rows, classes);
        call.Integer(1); // axis
        call.Integer(0); // half_to_float
        return call.Compute(1)[0];
    }

    /// <inheritdoc/>
    public float[] BatchNorm(in NormSizes sizes, float[] x, float[] weight, float[] bias, float[] mean, float[] variance)
    {
        using var call = new OperatorCall("aten::batch_norm\0"u8);
        call.Tensor(x, sizes.Samples, sizes.Channels, sizes.Pixels);
        foreach (var values in (ReadOnlySpan<float[]>)[weight, bias, mean, variance])
            call.OptionalTensor(values, sizes.Channels);
        call.Integer(0); // training
        call.Real(0);    // momentum
        call.Real(0);    // eps
        call.Integer(0); // cudnn_enabled
        return call.Compute(1)[0];
    }

    private static void PushGeometry(OperatorCall call, in ConvolutionSizes sizes)
    {
        call.Integers(sizes.Stride, sizes.Stride);
        call.Integers(sizes.Padding, sizes.Padding);
        call.Integers(1, 1);
        call.Integer(0); // transposed
        call.Integers(0, 0);
        call.Integer(sizes.Groups);
    }
}
