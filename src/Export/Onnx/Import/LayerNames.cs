namespace TorchBasics.Export.Onnx.Import;

/// <summary>Gives each layer with parameters a name of its own: the graph's, or its kind and a number.</summary>
internal sealed class LayerNames
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly HashSet<string> _taken = [];

    /// <summary>Names layers in order.</summary>
    /// <param name="layers">The drafts.</param>
    /// <returns>A name for each; empty for layers without parameters.</returns>
    public static IReadOnlyList<string> Assign(IReadOnlyList<LayerDraft> layers)
    {
        var names = new LayerNames();
        var result = new string[layers.Count];
        for (var i = 0; i < result.Length; i++)
            result[i] = layers[i].Name is { } given && names._taken.Add(given) ? given : string.Empty;
        for (var i = 0; i < result.Length; i++)
        {
            if (layers[i].Kind.Length > 0)
                result[i] = names.Complete(layers[i], result[i]);
        }

        return result;
    }

    // A layer that shares the constants of another gets their name and a number.
    private string Complete(LayerDraft layer, string name)
    {
        if (name.Length > 0)
            return name;
        var (stem, first) = layer.Name is { } given ? ($"{given}_", 2) : (layer.Kind, 1);
        var number = _numbers.GetValueOrDefault(stem, first);
        while (!_taken.Add($"{stem}{number}"))
            number++;
        _numbers[stem] = number + 1;
        return $"{stem}{number}";
    }
}
