namespace TorchBasics.Core.Layers;

/// <summary>
/// What somebody makes of an activation: a formula, a kernel, a node of a graph. One method for each kind, so that a new
/// one does not compile until every reader says what it makes of it.
/// </summary>
/// <typeparam name="T">What is made.</typeparam>
public interface IActivationReader<out T>
{
    /// <summary>Reads one of its kind.</summary>
    /// <param name="layer">The activation.</param>
    /// <returns>What is made of it.</returns>
    T Elu(Elu layer);

    /// <summary>Reads one of its kind.</summary>
    /// <param name="layer">The activation.</param>
    /// <returns>What is made of it.</returns>
    T Gelu(Gelu layer);

    /// <summary>Reads one of its kind.</summary>
    /// <param name="layer">The activation.</param>
    /// <returns>What is made of it.</returns>
    T GeluTanh(GeluTanh layer);

    /// <summary>Reads one of its kind.</summary>
    /// <param name="layer">The activation.</param>
    /// <returns>What is made of it.</returns>
    T Hardtanh(Hardtanh layer);

    /// <summary>Reads one of its kind.</summary>
    /// <param name="layer">The activation.</param>
    /// <returns>What is made of it.</returns>
    T LeakyRelu(LeakyRelu layer);

    /// <summary>Reads one of its kind.</summary>
    /// <param name="layer">The activation.</param>
    /// <returns>What is made of it.</returns>
    T Relu(Relu layer);

    /// <summary>Reads one of its kind.</summary>
    /// <param name="layer">The activation.</param>
    /// <returns>What is made of it.</returns>
    T ScaledTanh(ScaledTanh layer);

    /// <summary>Reads one of its kind.</summary>
    /// <param name="layer">The activation.</param>
    /// <returns>What is made of it.</returns>
    T Sigmoid(Sigmoid layer);

    /// <summary>Reads one of its kind.</summary>
    /// <param name="layer">The activation.</param>
    /// <returns>What is made of it.</returns>
    T Silu(Silu layer);

    /// <summary>Reads one of its kind.</summary>
    /// <param name="layer">The activation.</param>
    /// <returns>What is made of it.</returns>
    T Step(Step layer);

    /// <summary>Reads one of its kind.</summary>
    /// <param name="layer">The activation.</param>
    /// <returns>What is made of it.</returns>
    T Tanh(Tanh layer);
}
