using TorchBasics.Core.Errors;

namespace TorchBasics.Kernels.Learning;

/// <summary>The numbers that an optimizer accepts.</summary>
internal static class OptimizerRange
{
    /// <summary>A decay of a running mean: in [0, 1).</summary>
    public static double Momentum(double value) => value is >= 0 and < 1
        ? value
        : throw new TorchBasicsException(
            ErrorKind.Usage, $"The momentum (or beta, alpha, rho) is {value}; expected at least 0 and below 1.");

    /// <summary>Finite and at least 0.</summary>
    public static double WeightDecay(double value) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new TorchBasicsException(ErrorKind.Usage, $"The weight decay is {value}; expected a number of at least 0.");

    /// <summary>Finite and at least 0.</summary>
    public static double RateFactor(double value) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new TorchBasicsException(
            ErrorKind.Usage, $"A factor on the learning rate is {value}; expected a number of at least 0.");

    /// <summary>Finite and positive.</summary>
    public static double Epsilon(double value) => value > 0 && double.IsFinite(value)
        ? value
        : throw new TorchBasicsException(ErrorKind.Usage, $"Epsilon is {value}; expected a positive number.");
}
