namespace TorchBasics.Core.Layers;

/// <summary>Arrays of a row of layers, cut into those of each layer.</summary>
public static class LayerArrays
{
    /// <summary>Cuts them.</summary>
    /// <typeparam name="T">What stands for an array.</typeparam>
    /// <param name="layers">The layers.</param>
    /// <param name="arrays">One for each of their parameters, in order.</param>
    /// <returns>The arrays of each layer; none for a layer without parameters.</returns>
    public static IReadOnlyList<IReadOnlyList<T>> Split<T>(IReadOnlyList<Layer> layers, IReadOnlyList<T> arrays)
    {
        var next = 0;
        return [.. layers.Select(layer =>
        {
            var own = arrays.Skip(next).Take(layer.Parameters.Count).ToList();
            next += own.Count;
            return (IReadOnlyList<T>)own;
        })];
    }
}
