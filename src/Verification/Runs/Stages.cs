using TorchBasics.Verification.Recording;
using TorchBasics.Verification.Running;

namespace TorchBasics.Verification.Runs;

/// <summary>The stages of a run, which stand in a finding where other checks have their name.</summary>
internal static class Stages
{
    public const string Data = "data";
    public const string HoldOut = "hold-out";
    public const string Normalization = "normalisation";
    public const string InitialWeights = "initial weights";
    public const string Order = "order";
    public const string Augmentation = "augmentation";
    public const string Mask = "mask";
    public const string Rate = "rate";
    public const string Outputs = "outputs";
    public const string Loss = "loss";
    public const string Gradient = "gradient";
    public const string Clip = "clip";
    public const string Update = "update";
    public const string Checkpoint = "checkpoint";
    public const string Reported = "reported";

    /// <summary>The stage that a place of a step belongs to.</summary>
    public static string Of(Place place) => place.Quantity == "kept" ? Mask : Quantities.Of(place) switch
    {
        Quantity.Inputs => Order,
        Quantity.Outputs => Outputs,
        Quantity.Loss or Quantity.LossGradient => Loss,
        Quantity.InputGradients or Quantity.ParameterGradients => Gradient,
        _ => Update,
    };
}
