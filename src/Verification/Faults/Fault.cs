using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Faults;

/// <summary>A mistake that somebody could make, put into a copy of the engine on purpose.</summary>
/// <param name="Group">What it is a mistake in: "convolution", "loss", ...</param>
/// <param name="Name">The mistake in words.</param>
/// <param name="Probe">The run on which it shows.</param>
/// <param name="Engine">Makes an engine with the mistake.</param>
/// <param name="Places">Where a check must say it is; a layer "*" stands for any.</param>
public sealed record Fault(string Group, string Name, Probe Probe, Func<IEngine> Engine, params IReadOnlyList<Place> Places)
{
    /// <summary>Every fault.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        .. LinearFaults.All, .. ConvolutionFaults.All, .. PoolingFaults.All, .. ActivationFaults.All, .. NormalizationFaults.All,
        .. ResidualFaults.All, .. EnsembleFaults.All,
        .. LossFaults.All, .. OptimizerFaults.All, .. SquareFaults.All, .. FlowFaults.All,
        .. KernelConvolutionFaults.All, .. KernelPoolingFaults.All, .. KernelLinearFaults.All, .. KernelUpdateFaults.All,
        .. KernelFunctionFaults.All,
    ];

    /// <summary>A mistake in the code that a step on libtorch calls.</summary>
    /// <param name="group">What it is a mistake in.</param>
    /// <param name="name">The mistake in words.</param>
    /// <param name="probe">The run on which it shows.</param>
    /// <param name="inject">Makes the mistake.</param>
    /// <param name="places">Where a check must say it is.</param>
    internal Fault(
        string group, string name, Probe probe, Func<TorchParts, TorchParts> inject, params IReadOnlyList<Place> places)
        : this(group, name, probe, () => new TorchEngine(Precision.Float32, parts: inject(TorchParts.Product)), places)
    {
    }

    /// <summary>Whether a place is the right one.</summary>
    /// <param name="place">Where a check found something.</param>
    /// <returns>Whether it is among <see cref="Places"/>.</returns>
    public bool IsAt(Place place) =>
        Places.Any(expected => expected.Quantity == place.Quantity && (expected.Layer == "*" || expected.Layer == place.Layer));
}
