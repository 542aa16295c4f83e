using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Runs;

/// <summary>The places of a run that are no layers.</summary>
internal static class RunPlaces
{
    /// <summary>Stands for the data sets.</summary>
    public const string Data = "data";

    /// <summary>Stands for how values become floats.</summary>
    public const string Normalization = "normalisation";

    /// <summary>Stands for the learning rate.</summary>
    public const string Schedule = "schedule";

    /// <summary>Stands for all gradients together.</summary>
    public const string Clip = "clip";

    /// <summary>Stands for what a run says about itself.</summary>
    public const string Figures = "reported";

    /// <summary>The numbers of a batch's samples.</summary>
    public static Place Order => new("batch", "order");

    /// <summary>The rate of a step.</summary>
    public static Place Rate => new(Schedule, "rate");

    /// <summary>The factor that clipping shortens all gradients by.</summary>
    public static Place Factor => new(Clip, "factor");

    /// <summary>The samples of a set.</summary>
    public static Place Set(string name) => new(Data, name);

    /// <summary>A figure.</summary>
    public static Place Figure(string name) => new(Figures, name);
}
