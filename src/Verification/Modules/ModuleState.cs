using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Modules;

/// <summary>
/// The arrays of a foreign module, matched by name with those of a description. Puts everything back when it is disposed:
/// the numbers, their type, and which submodules were in training mode.
/// </summary>
internal sealed class ModuleState : IDisposable
{
    private readonly Module _module;
    private readonly Architecture _architecture;
    private readonly ScalarType _typeBefore;
    private readonly List<Tensor<Float64>> _before;
    private readonly Dictionary<string, long> _counts;
    private readonly List<(Module Module, bool Training)> _modes;

    /// <summary>Matches the names and shapes, then changes the type.</summary>
    /// <exception cref="TorchBasicsException">An array is missing, or one too many, or of another shape, or fixed.</exception>
    public ModuleState(Module module, Architecture architecture, ScalarType type)
    {
        (_module, _architecture) = (module, architecture);
        Match(module, architecture);
        _modes =
            [.. module.named_modules().Select(child => child.module).Prepend(module).Select(child => (child, child.training))];
        _typeBefore = module.state_dict().Values.FirstOrDefault(values => values.is_floating_point())?.dtype ?? float32;
        _counts = module.state_dict().Where(pair => IsCount(pair.Key, architecture)).ToDictionary(
            pair => pair.Key, pair => pair.Value.to(int64).item<long>());
        _before = [.. Arrays.Select(array => array.ToReference())];
        Convert(type);
    }

    /// <summary>Every array in the order of the description; the tensors are the module's own.</summary>
    public IReadOnlyList<Tensor> Arrays
    {
        get
        {
            var state = _module.state_dict();
            return [.. _architecture.Parameters.Select(parameter => state[parameter.Name])];
        }
    }

    /// <summary>Every array with its name, in the order of the description.</summary>
    public IReadOnlyList<(string Name, Tensor Values)> Named =>
        [.. _architecture.Parameters.Zip(Arrays, (parameter, values) => (parameter.Name, values))];

    /// <summary>What an optimizer moves.</summary>
    public (string Name, Parameter Values)[] Trainable =>
        [.. _architecture.Parameters.Zip(Arrays)
            .Where(pair => pair.First.Spec.Trainable).Select(pair => (pair.First.Name, (Parameter)pair.Second))];

    /// <summary>Copies numbers in.</summary>
    public void Load(IReadOnlyList<Tensor<Float64>> weights)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (values, given) in Arrays.Zip(weights))
            values.copy_(given.ToTorch(values.dtype, values.device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, parameter) in _module.named_parameters())
            parameter.grad = null;
        Convert(_typeBefore);
        Load(_before);
        var state = _module.state_dict();
        foreach (var (name, count) in _counts)
        {
            using Scalar before = count;
            state[name].fill_(before);
        }

        // Each one after its parent, which may have changed it.
        foreach (var (module, training) in _modes)
            module.train(training);
    }

    private void Convert(ScalarType type)
    {
        using var scope = NewDisposeScope();
        _module.to(type);
    }

    private static void Match(Module module, Architecture architecture)
    {
        var given = module.state_dict().Where(pair => !IsCount(pair.Key, architecture)).ToDictionary();
        var expected = architecture.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Spec);
        var missing = expected.Keys.Where(name => !given.ContainsKey(name)).ToList();
        var extra = given.Keys.Where(name => !expected.ContainsKey(name)).ToList();
        if (missing.Count > 0 || extra.Count > 0)
            throw Refuse(architecture, Names(given.Count, missing, extra));

        foreach (var (name, spec) in expected)
        {
            if (!given[name].shape.AsSpan().SequenceEqual([.. spec.Shape.Select(size => (long)size)]))
                throw Refuse(architecture, $"{name} has shape [{string.Join(", ", given[name].shape)}] in the module; "
                    + $"the description says [{string.Join(", ", (IEnumerable<int>)spec.Shape)}].");
            if (spec.Trainable && given[name] is not Parameter { requires_grad: true })
                throw Refuse(architecture, $"{name} is fixed in the module; the description says that it is trained.");
        }
    }

    // How many batches a normalization has seen; with a momentum, nothing depends on it.
    private static bool IsCount(string name, Architecture architecture) =>
        architecture.Layers.Any(layer => layer is Core.Layers.BatchNorm && name == $"{layer.Name}.num_batches_tracked");

    private static string Names(int count, List<string> missing, List<string> extra)
    {
        if (count == 0)
            return "the module has no parameters at all. Does its constructor end with RegisterComponents()?";
        var reasons = new List<string>();
        if (missing.Count > 0)
            reasons.Add($"the module lacks {string.Join(", ", missing)}");
        if (extra.Count > 0)
            reasons.Add($"the description lacks {string.Join(", ", extra)}");
        var hint = missing.Count > 0 ? NearestName.Hint(missing[0], extra) : string.Empty;
        return $"{string.Join("; ", reasons)}.{hint} The name of a submodule has to be the name of its layer.";
    }

    private static TorchBasicsException Refuse(Architecture architecture, string reason) =>
        new(ErrorKind.Usage, $"The module is not the one that {architecture.Name} describes: {reason}");
}
