namespace TorchBasics.Core.Layers;

/// <summary>
/// What somebody makes of a layer: the reference its formulas, libtorch a module, the kernels a block, an exporter nodes.
/// One method for each kind, so that a new one does not compile until every reader says what it makes of it.
/// </summary>
/// <typeparam name="T">What is made.</typeparam>
public interface ILayerReader<out T>
{
    /// <summary>Reads a function of single elements; <see cref="IActivationReader{T}"/> tells them apart.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T Activation(Activation layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T AvgPool2d(AvgPool2d layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T BatchNorm1d(BatchNorm1d layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T BatchNorm2d(BatchNorm2d layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T ConstantPad2d(ConstantPad2d layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T Conv2d(Conv2d layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T Dropout(Dropout layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T Ensemble(Ensemble layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T Flatten(Flatten layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T GlobalAvgPool2d(GlobalAvgPool2d layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T Lift(Lift layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T Linear(Linear layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T LogSoftmax(LogSoftmax layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T MaxPool2d(MaxPool2d layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T PartialConv2d(PartialConv2d layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T RbfOutput(RbfOutput layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T Residual(Residual layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T Softmax(Softmax layer);

    /// <summary>Reads a layer of its kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>What is made of it.</returns>
    T Subsampling(Subsampling layer);
}
