namespace TorchBasics.Core.Recipes;

/// <summary>The learning target: what training makes small.</summary>
public enum LossKind
{
    /// <summary>Cross-entropy between the softmax of the outputs and the label.</summary>
    CrossEntropy,

    /// <summary>Mean squared error between the outputs and the one-hot label.</summary>
    MeanSquaredError,

    /// <summary>The discriminative loss of the 1998 LeNet-5 over its RBF outputs.</summary>
    Rbf,
}
