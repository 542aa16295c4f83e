namespace TorchBasics.Core.Layers;

/// <summary>All kinds of layers by name.</summary>
public static class LayerKinds
{
    /// <summary>The entries of somebody's table.</summary>
    /// <typeparam name="T">What an entry is.</typeparam>
    /// <param name="kinds">The table.</param>
    /// <returns>The entries by <see cref="Layer.Kind"/>.</returns>
    public static IReadOnlyDictionary<string, T> ByName<T>(ILayerKinds<T> kinds)
    {
        var entries = new Dictionary<string, T>
        {
            [nameof(Layers.AvgPool2d)] = kinds.AvgPool2d,
            [nameof(Layers.BatchNorm1d)] = kinds.BatchNorm1d,
            [nameof(Layers.BatchNorm2d)] = kinds.BatchNorm2d,
            [nameof(Layers.ConstantPad2d)] = kinds.ConstantPad2d,
            [nameof(Layers.Conv2d)] = kinds.Conv2d,
            [nameof(Layers.Dropout)] = kinds.Dropout,
            [nameof(Layers.Ensemble)] = kinds.Ensemble,
            [nameof(Layers.Flatten)] = kinds.Flatten,
            [nameof(Layers.GlobalAvgPool2d)] = kinds.GlobalAvgPool2d,
            [nameof(Layers.Lift)] = kinds.Lift,
            [nameof(Layers.Linear)] = kinds.Linear,
            [nameof(Layers.LogSoftmax)] = kinds.LogSoftmax,
            [nameof(Layers.MaxPool2d)] = kinds.MaxPool2d,
            [nameof(Layers.PartialConv2d)] = kinds.PartialConv2d,
            [nameof(Layers.RbfOutput)] = kinds.RbfOutput,
            [nameof(Layers.Residual)] = kinds.Residual,
            [nameof(Layers.Softmax)] = kinds.Softmax,
            [nameof(Layers.Subsampling)] = kinds.Subsampling,
        };
        foreach (var kind in ActivationKind.All)
            entries[kind.Name] = kinds.Activation(kind);
        return entries;
    }
}
