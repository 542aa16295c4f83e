namespace TorchBasics.Core.Layers;

/// <summary>A kind of activation as data: files and drawn networks make one from its name and its numbers.</summary>
/// <param name="Name">The kind, as <see cref="Layer.Kind"/> spells it.</param>
/// <param name="Create">Makes one from its constants.</param>
/// <param name="Constants">What the constants are called.</param>
public sealed record ActivationKind(
    string Name, Func<IReadOnlyList<double>, Activation> Create, params IReadOnlyList<ActivationConstant> Constants)
{
    /// <summary>Every kind.</summary>
    public static IReadOnlyList<ActivationKind> All { get; } =
    [
        new("ELU", numbers => new Elu(numbers[0]), new ActivationConstant("alpha", Low: 0.25, High: 2)),
        new("GELU", _ => new Gelu()),
        new("GELUTanh", _ => new GeluTanh()),
        new(
            nameof(Hardtanh),
            numbers => new Hardtanh(numbers[0], numbers[1]),
            new("minimum", Low: -2, High: 0),
            new("maximum", Low: 0.25, High: 6)),
        new("LeakyReLU", numbers => new LeakyRelu(numbers[0]), new ActivationConstant("negativeSlope", Low: 0.01, High: 0.5)),
        new("ReLU", _ => new Relu()),
        new(nameof(ScaledTanh), _ => new ScaledTanh()),
        new(nameof(Sigmoid), _ => new Sigmoid()),
        new("SiLU", _ => new Silu()),
        new(nameof(Step), _ => new Step()),
        new(nameof(Tanh), _ => new Tanh()),
    ];

    /// <summary>The kind of an activation.</summary>
    /// <param name="activation">The activation.</param>
    /// <returns>Its entry.</returns>
    public static ActivationKind Of(Activation activation) => All.First(kind => kind.Name == activation.Kind);
}
