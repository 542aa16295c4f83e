using TorchBasics.Verification.Recording;
using TorchBasics.Verification.Runs;

namespace TorchBasics.Verification.Running;

/// <summary>Which kind of number a place holds.</summary>
public static class Quantities
{
    private const string Gradient = ".grad";
    private static readonly string[] BufferPurposes = ["momentum.", "exp_avg.", "exp_avg_sq.", "running_mean", "running_var"];

    /// <summary>All kinds with their names, in the order in which a step computes them.</summary>
    public static IReadOnlyDictionary<Quantity, string> Names { get; } = new Dictionary<Quantity, string>
    {
        [Quantity.Data] = "data",
        [Quantity.Inputs] = "inputs",
        [Quantity.Outputs] = "outputs",
        [Quantity.Loss] = "loss",
        [Quantity.LossGradient] = "loss gradient",
        [Quantity.InputGradients] = "input gradients",
        [Quantity.ParameterGradients] = "parameter gradients",
        [Quantity.Rates] = "rates",
        [Quantity.Buffers] = "buffers",
        [Quantity.Parameters] = "parameters",
        [Quantity.Figures] = "reported figures",
    };

    /// <summary>The kind of a place.</summary>
    /// <param name="place">The place.</param>
    /// <returns>The kind; what is nothing else is a parameter.</returns>
    public static Quantity Of(Place place) => place switch
    {
        { Layer: RunPlaces.Data or RunPlaces.Normalization } => Quantity.Data,
        { Layer: RunPlaces.Schedule } => Quantity.Rates,
        { Layer: RunPlaces.Figures } => Quantity.Figures,
        { Layer: RunPlaces.Clip } => Quantity.ParameterGradients,
        { Layer: "batch" } or { Quantity: "input" } => Quantity.Inputs,
        { Quantity: "output" or "kept" } => Quantity.Outputs,
        { Layer: "loss", Quantity: "value" } => Quantity.Loss,
        { Layer: "loss" } => Quantity.LossGradient,
        { Quantity: "input.grad" } => Quantity.InputGradients,
        _ when place.Quantity.EndsWith(Gradient, StringComparison.Ordinal) => Quantity.ParameterGradients,
        _ when BufferPurposes.Any(purpose => place.Quantity.StartsWith(purpose, StringComparison.Ordinal)) => Quantity.Buffers,
        _ => Quantity.Parameters,
    };
}
