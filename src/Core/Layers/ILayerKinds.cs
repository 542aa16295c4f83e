namespace TorchBasics.Core.Layers;

/// <summary>
/// An entry for each kind of layer, for whoever makes layers of something else: of JSON, of a module from elsewhere, of
/// chance. A new kind does not compile until each of them says how it comes about.
/// </summary>
/// <typeparam name="T">What an entry is.</typeparam>
public interface ILayerKinds<out T>
{
    /// <summary>The entry for <see cref="Layers.AvgPool2d"/>.</summary>
    T AvgPool2d { get; }

    /// <summary>The entry for <see cref="Layers.BatchNorm1d"/>.</summary>
    T BatchNorm1d { get; }

    /// <summary>The entry for <see cref="Layers.BatchNorm2d"/>.</summary>
    T BatchNorm2d { get; }

    /// <summary>The entry for <see cref="Layers.ConstantPad2d"/>.</summary>
    T ConstantPad2d { get; }

    /// <summary>The entry for <see cref="Layers.Conv2d"/>.</summary>
    T Conv2d { get; }

    /// <summary>The entry for <see cref="Layers.Dropout"/>.</summary>
    T Dropout { get; }

    /// <summary>The entry for <see cref="Layers.Ensemble"/>.</summary>
    T Ensemble { get; }

    /// <summary>The entry for <see cref="Layers.Flatten"/>.</summary>
    T Flatten { get; }

    /// <summary>The entry for <see cref="Layers.GlobalAvgPool2d"/>.</summary>
    T GlobalAvgPool2d { get; }

    /// <summary>The entry for <see cref="Layers.Lift"/>.</summary>
    T Lift { get; }

    /// <summary>The entry for <see cref="Layers.Linear"/>.</summary>
    T Linear { get; }

    /// <summary>The entry for <see cref="Layers.LogSoftmax"/>.</summary>
    T LogSoftmax { get; }

    /// <summary>The entry for <see cref="Layers.MaxPool2d"/>.</summary>
    T MaxPool2d { get; }

    /// <summary>The entry for <see cref="Layers.PartialConv2d"/>.</summary>
    T PartialConv2d { get; }

    /// <summary>The entry for <see cref="Layers.RbfOutput"/>.</summary>
    T RbfOutput { get; }

    /// <summary>The entry for <see cref="Layers.Residual"/>.</summary>
    T Residual { get; }

    /// <summary>The entry for <see cref="Layers.Softmax"/>.</summary>
    T Softmax { get; }

    /// <summary>The entry for <see cref="Layers.Subsampling"/>.</summary>
    T Subsampling { get; }

    /// <summary>The entry for a kind of activation.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The entry.</returns>
    T Activation(ActivationKind kind);
}
