using TorchBasics.Core.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Training.Curvature;

/// <summary>
/// Carries second derivatives back through a layer by libtorch's automatic differentiation: a layer that is linear in its
/// input carries them as it carries gradients, with the squares of its weights and of its input.
/// </summary>
/// <remarks>The formulas and their source are those of Reference.Curvature.DiagonalCurvature.</remarks>
/// <param name="module">The layer on libtorch.</param>
/// <param name="squared">The same with the squares of its weights; gets the sums over all samples as gradients.</param>
/// <param name="x">What went in [N, ...].</param>
/// <param name="h">Second derivatives with respect to what came out.</param>
internal sealed class CurvatureReader(Module<Tensor, Tensor> module, Module<Tensor, Tensor> squared, Tensor x, Tensor h)
    : ILayerReader<Tensor>
{
    public Tensor Activation(Activation layer)
    {
        var slopes = Back(module, x, ones_like(h));
        return slopes.mul(slopes).mul_(h);
    }

    public Tensor AvgPool2d(AvgPool2d layer) => Divided(layer.Window.Kernel.Area);

    public Tensor BatchNorm1d(BatchNorm1d layer) => throw CurvatureSupport.Refusal(layer);

    public Tensor BatchNorm2d(BatchNorm2d layer) => throw CurvatureSupport.Refusal(layer);

    public Tensor ConstantPad2d(ConstantPad2d layer) => Back(module, x, h);

    public Tensor Conv2d(Conv2d layer) => Squared();

    public Tensor Dropout(Dropout layer) => h;

    public Tensor Ensemble(Ensemble layer) => throw CurvatureSupport.Refusal(layer);

    public Tensor Flatten(Flatten layer) => Back(module, x, h);

    public Tensor GlobalAvgPool2d(GlobalAvgPool2d layer) => Divided(x.size(2) * x.size(3));

    public Tensor Lift(Lift layer) => throw CurvatureSupport.Refusal(layer);

    public Tensor Linear(Linear layer) => Squared();

    public Tensor LogSoftmax(LogSoftmax layer) => throw CurvatureSupport.Refusal(layer);

    public Tensor MaxPool2d(MaxPool2d layer) => Back(module, x, h);

    public Tensor PartialConv2d(PartialConv2d layer) => Squared();

    // The loss is taken as the penalty of the right class alone, a sum of squares: 2 whatever the class.
    public Tensor RbfOutput(RbfOutput layer)
    {
        using Scalar two = 2;
        return full_like(x, two);
    }

    public Tensor Residual(Residual layer) => throw CurvatureSupport.Refusal(layer);

    public Tensor Softmax(Softmax layer) => throw CurvatureSupport.Refusal(layer);

    public Tensor Subsampling(Subsampling layer) => Squared();

    private Tensor Squared() => Back(squared, x.mul(x), h);

    private Tensor Divided(long count)
    {
        using Scalar divisor = count;
        return Back(module, x, h).div_(divisor);
    }

    private static Tensor Back(Module<Tensor, Tensor> layer, Tensor input, Tensor gradient)
    {
        using var withGradient = enable_grad();
        var leaf = input.detach().requires_grad_(true);
        layer.call(leaf).backward([gradient]);
        return leaf.grad!;
    }
}
