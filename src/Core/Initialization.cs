namespace TorchBasics.Core;

/// <summary>How the weights of a network are drawn before training.</summary>
public enum Initialization
{
    /// <summary>
    /// Weights and biases uniform in ±1/sqrt(fan-in): the default of PyTorch's Linear and Conv2d (He et al. 2015, equation 15,
    /// for a slope of sqrt(5)).
    /// </summary>
    KaimingUniform,

    /// <summary>Weights and biases uniform in ±2.4/fan-in (LeCun et al. 1998, appendix A).</summary>
    LeCun1998,
}
