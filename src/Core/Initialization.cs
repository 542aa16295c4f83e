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

    /// <summary>
    /// Weights uniform in ±sqrt(3/fan-in), so that their variance is 1/fan-in; biases 0. Caffe calls it xavier, Keras
    /// lecun_uniform (LeCun et al. 1998, "Efficient BackProp", section 4.6).
    /// </summary>
    LeCunUniform,

    /// <summary>
    /// Weights uniform in ±sqrt(6/(fan-in + fan-out)), biases 0: the default of Keras (Glorot and Bengio 2010, equation 16).
    /// </summary>
    GlorotUniform,
}
