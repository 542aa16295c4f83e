using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.TorchExport;

/// <summary>
/// Describes a TorchSharp Sequential that somebody else wrote, layer by layer. What has no description here is refused by
/// name: nothing is left out, nothing is guessed.
/// </summary>
public static class SequentialReader
{
    private static readonly Func<string, nn.Module, Layer?>[] Kinds = [.. LayerKinds.ByName(new ModuleKinds()).Values];

    /// <summary>Describes a module and copies its weights.</summary>
    /// <param name="module">The module, in single precision on the CPU. Sequentials in it are read through.</param>
    /// <param name="input">Shape of one sample.</param>
    /// <param name="name">A short name for the network.</param>
    /// <returns>The network; its layers have the names of the submodules, with '_' for the dots of nested ones.</returns>
    /// <exception cref="TorchBasicsException">
    /// A submodule is of a kind, or set in a way, that has no description: kind Usage; the message names it.
    /// </exception>
    /// <exception cref="ShapeException">A layer cannot take what the one before it returns.</exception>
    public static Model Read(Sequential module, Shape input, string name)
    {
        var (layers, weights) = (new List<Layer>(), new List<NamedArray>());
        Add(module, string.Empty, layers, weights);
        if (layers.Count == 0)
            throw new TorchBasicsException(ErrorKind.Usage, $"The module {name} is empty.");
        return new Model(new Architecture(name, input, layers), weights) { CreatedBy = "a TorchSharp module" };
    }

    private static void Add(Sequential module, string prefix, List<Layer> layers, List<NamedArray> weights)
    {
        foreach (var (child, submodule) in module.named_children())
        {
            var name = prefix + child;
            if (submodule is Sequential inner)
                Add(inner, $"{name}_", layers, weights);
            else if (Describe(name, submodule) is { } layer)
                Add(layer, submodule, layers, weights);
        }
    }

    private static void Add(Layer layer, nn.Module module, List<Layer> layers, List<NamedArray> weights)
    {
        layers.Add(layer);
        var parameters = module.named_parameters()
            .Select(pair => (pair.name, (Tensor)pair.parameter)).Concat(module.named_buffers()).ToDictionary();
        foreach (var spec in layer.Parameters)
            weights.Add(Copy($"{layer.Name}.{spec.Name}", spec, parameters.GetValueOrDefault(spec.Name)));
    }

    // A layer without a bias is one whose biases are zero.
    private static NamedArray Copy(string name, ParameterSpec spec, Tensor? values)
    {
        if (values is null)
            return NamedArray.Of<float>(name, [.. spec.Shape.Select(size => (long)size)], new float[spec.Shape.Elements]);
        return values.dtype == ScalarType.Float32
            ? values.ToNamedArray(name)
            : throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{name} is in {values.dtype}; networks are exported in Float32: module.to(torch.float32) converts it.");
    }

    // Null for what does nothing.
    private static Layer? Describe(string name, nn.Module module)
    {
        if (module is Identity)
            return null;
        return Kinds.Select(kind => kind(name, module)).FirstOrDefault(layer => layer is not null)
            ?? throw ModuleKinds.Refuse(name, module, "is of a kind that is not exported");
    }
}
