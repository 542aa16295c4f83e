using TorchBasics.Kernels.Proving;

namespace TorchBasics.Tests.Native.Bindings.Proving;

/// <summary>Plain loops, whose results are spoilt by a fault.</summary>
/// <param name="spoil">Gets each result and how many came before it, and changes it.</param>
internal sealed class FaultyOperators(Action<float[], int> spoil) : IFloatOperators
{
    private static readonly PlainOperators Right = PlainOperators.Instance;
    private int _results;

    public float[] Convolution(in ConvolutionSizes sizes, float[] x, float[] weight, float[] bias) =>
        Spoilt(Right.Convolution(sizes, x, weight, bias));

    public (float[] GradX, float[] GradWeight, float[] GradBias) ConvolutionGradients(
        in ConvolutionSizes sizes, float[] gradY, float[] x, float[] weight)
    {
        var (gradX, gradWeight, gradBias) = Right.ConvolutionGradients(sizes, gradY, x, weight);
        return (Spoilt(gradX), Spoilt(gradWeight), Spoilt(gradBias));
    }

    public float[] Linear(in ProductSizes sizes, float[] x, float[] weight, float[] bias) =>
        Spoilt(Right.Linear(sizes, x, weight, bias));

    public float[] MatrixProduct(in ProductSizes sizes, float[] x, float[] factor) =>
        Spoilt(Right.MatrixProduct(sizes, x, factor));

    public float[] MaxPool(in PoolSizes sizes, float[] x) => Spoilt(Right.MaxPool(sizes, x));

    public float[] AvgPool(in PoolSizes sizes, float[] x) => Spoilt(Right.AvgPool(sizes, x));

    public float[] Softmax(int rows, int classes, float[] x) => Spoilt(Right.Softmax(rows, classes, x));

    public float[] BatchNorm(in NormSizes sizes, float[] x, float[] weight, float[] bias, float[] mean, float[] variance) =>
        Spoilt(Right.BatchNorm(sizes, x, weight, bias, mean, variance));

    private float[] Spoilt(float[] result)
    {
        spoil(result, _results++);
        return result;
    }
}
