using TorchBasics.Core.Layers;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;
using Described = TorchBasics.Core.Layers;

namespace TorchBasics.Reference;

/// <summary>An activation in both directions.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="Forward">The outputs, from the inputs.</param>
/// <param name="Backward">The gradient of the inputs, from the inputs, the outputs and the gradient of the outputs.</param>
internal readonly record struct ActivationMath<T>(
    Func<Tensor<T>, Tensor<T>> Forward, Func<Tensor<T>, Tensor<T>, Tensor<T>, LayerGradients<T>> Backward)
    where T : struct, IReal<T>
{
    /// <summary>Reads activations as the textbook's functions.</summary>
    public static IActivationReader<ActivationMath<T>> Reader { get; } = new Functions();

    private sealed class Functions : IActivationReader<ActivationMath<T>>
    {
        public ActivationMath<T> Elu(Described.Elu layer) =>
            new(x => Layers.Elu.Forward(x, layer.Alpha), (x, y, gradY) => Layers.Elu.Backward(x, gradY, layer.Alpha));

        public ActivationMath<T> Gelu(Described.Gelu layer) =>
            new(Layers.Gelu.Forward, (x, y, gradY) => Layers.Gelu.Backward(x, gradY));

        public ActivationMath<T> GeluTanh(Described.GeluTanh layer) =>
            new(Layers.GeluTanh.Forward, (x, y, gradY) => Layers.GeluTanh.Backward(x, gradY));

        public ActivationMath<T> Hardtanh(Described.Hardtanh layer) => new(
            x => Layers.Hardtanh.Forward(x, layer.Minimum, layer.Maximum),
            (x, y, gradY) => Layers.Hardtanh.Backward(x, gradY, layer.Minimum, layer.Maximum));

        public ActivationMath<T> LeakyRelu(Described.LeakyRelu layer) => new(
            x => Layers.LeakyRelu.Forward(x, layer.NegativeSlope),
            (x, y, gradY) => Layers.LeakyRelu.Backward(x, gradY, layer.NegativeSlope));

        public ActivationMath<T> Relu(Described.Relu layer) =>
            new(Layers.Relu.Forward, (x, y, gradY) => Layers.Relu.Backward(x, gradY));

        public ActivationMath<T> ScaledTanh(Described.ScaledTanh layer) =>
            new(Layers.ScaledTanh.Forward, (x, y, gradY) => Layers.ScaledTanh.Backward(x, gradY));

        public ActivationMath<T> Sigmoid(Described.Sigmoid layer) =>
            new(Layers.Sigmoid.Forward, (x, y, gradY) => Layers.Sigmoid.Backward(y, gradY));

        public ActivationMath<T> Silu(Described.Silu layer) =>
            new(Layers.Silu.Forward, (x, y, gradY) => Layers.Silu.Backward(x, gradY));

        public ActivationMath<T> Step(Described.Step layer) =>
            new(Layers.Step.Forward, (x, y, gradY) => Layers.Step.Backward(x, gradY));

        public ActivationMath<T> Tanh(Described.Tanh layer) =>
            new(Layers.Tanh.Forward, (x, y, gradY) => Layers.Tanh.Backward(y, gradY));
    }
}
