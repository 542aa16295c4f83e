namespace TorchBasics.Core.Recipes;

/// <summary>The rule that moves the weights.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent without memory.</summary>
    Sgd,

    /// <summary>Gradient descent with a velocity (Polyak 1964).</summary>
    Momentum,

    /// <summary>Momentum that looks ahead (Nesterov 1983, in the form of Sutskever et al. 2013).</summary>
    Nesterov,

    /// <summary>Adam (Kingma and Ba 2015).</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    AdamW,

    /// <summary>Stochastic diagonal Levenberg-Marquardt (LeCun et al. 1998, appendix C).</summary>
    DiagonalLevenbergMarquardt,

    /// <summary>The gradient over the root of its running mean square (Tieleman and Hinton 2012).</summary>
    RmsProp,

    /// <summary>The gradient over the root of the sum of all its squares (Duchi, Hazan and Singer 2011).</summary>
    Adagrad,

    /// <summary>The gradient in units of the moves before (Zeiler 2012).</summary>
    Adadelta,
}
