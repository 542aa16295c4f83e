using TorchBasics.Core.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Described = TorchBasics.Core.Layers;

namespace TorchBasics.Models.Layers;

/// <summary>Reads activations as functions of libtorch.</summary>
/// <remarks>
/// A Scalar that libtorch reads must live until the call returns. One that C# makes of a number in passing may be
/// finalised while the call runs; "using" keeps it.
/// </remarks>
internal sealed class ActivationFunctions : IActivationReader<Func<Tensor, Tensor>>
{
    /// <summary>The reader; it has no state.</summary>
    public static ActivationFunctions Instance { get; } = new();

    public Func<Tensor, Tensor> Elu(Elu layer) => x =>
    {
        using Scalar alpha = layer.Alpha;
        using Scalar one = 1.0;
        return x.elu(alpha, one, one);
    };

    public Func<Tensor, Tensor> Gelu(Described.Gelu layer) => x => x.gelu();

    public Func<Tensor, Tensor> GeluTanh(GeluTanh layer) => x => x.gelu(GELU.Approximate.tanh);

    // TorchSharp 0.107's hardtanh returns its input as it is, and the gradient of a clamp is 1 at its ends.
    public Func<Tensor, Tensor> Hardtanh(Described.Hardtanh layer) => x =>
    {
        using Scalar minimum = layer.Minimum;
        using Scalar maximum = layer.Maximum;
        var isInside = x.gt(minimum).logical_and(x.lt(maximum));
        return where(isInside, x, x.detach().clamp(minimum, maximum));
    };

    public Func<Tensor, Tensor> LeakyRelu(LeakyRelu layer) => x =>
    {
        using Scalar slope = layer.NegativeSlope;
        return x.leaky_relu(slope);
    };

    public Func<Tensor, Tensor> Relu(Relu layer) => x => x.relu();

    public Func<Tensor, Tensor> ScaledTanh(ScaledTanh layer) => x =>
    {
        using Scalar slope = Described.ScaledTanh.Slope;
        using Scalar amplitude = Described.ScaledTanh.Amplitude;
        return torch.tanh(x.mul(slope)).mul(amplitude);
    };

    public Func<Tensor, Tensor> Sigmoid(Described.Sigmoid layer) => torch.sigmoid;

    public Func<Tensor, Tensor> Silu(Silu layer) => x => x.silu();

    public Func<Tensor, Tensor> Step(Step layer) => x =>
    {
        using Scalar zero = 0;
        return x.gt(zero).to(x.dtype);
    };

    public Func<Tensor, Tensor> Tanh(Described.Tanh layer) => torch.tanh;
}
