using TorchBasics.Bindings.Memory;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Inference;
using TorchBasics.Models.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Models;

/// <summary>
/// A libtorch module built from a <see cref="Model"/>, or from an <see cref="Core.Architecture"/>. Its parameters carry the
/// names of the description, which are PyTorch's: "conv1.weight", "conv1.bias", ...
/// </summary>
public class Network : Module<Tensor, Tensor>
{
    private readonly LayerModule[] _layers;

    /// <summary>Builds the network on the CPU.</summary>
    /// <param name="model">The description and the weights, which are copied.</param>
    public Network(Model model)
        : this(model.Architecture) => Copy(model.Weights);

    /// <summary>Builds the network on the CPU and draws its weights.</summary>
    /// <param name="architecture">The description.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    public Network(Architecture architecture, ulong seed)
        : this(architecture) => Initialize(seed);

    /// <summary>Builds the network on the CPU; all its arrays are zeros.</summary>
    /// <param name="architecture">The description.</param>
    internal Network(Architecture architecture)
        : base(WithRuntime(architecture).Name)
    {
        Architecture = architecture;
        _layers = [.. architecture.Layers.Select(LayerModule.Create)];
        foreach (var (module, index) in _layers.SelectMany(layer => layer.Children).Select((module, index) => (module, index)))
            register_module(module.Description.Name ?? $"{module.Description.Kind}{index}", module);
    }

    /// <summary>The description this network was built from.</summary>
    public Architecture Architecture { get; }

    /// <summary>
    /// The modules that read the layers of <see cref="Architecture"/>, in its order: the input passes through them one
    /// after the other. They are the network's own.
    /// </summary>
    public IReadOnlyList<Module<Tensor, Tensor>> Layers => _layers;

    /// <summary>
    /// Every array of the network, trained, changed by training or fixed, in the order of <see cref="Architecture.Parameters"/>.
    /// The tensors are the network's own: whoever writes to them changes the network.
    /// </summary>
    public IReadOnlyList<(string Name, Tensor Values)> State
    {
        get
        {
            var tensors = named_parameters()
                .Select(pair => (pair.name, (Tensor)pair.parameter)).Concat(named_buffers()).ToDictionary();
            return [.. Architecture.Parameters.Select(parameter => (parameter.Name, tensors[parameter.Name]))];
        }
    }

    /// <summary>Draws new weights: the same for a seed on every machine. Fixed arrays get their fixed values.</summary>
    /// <param name="seed">Any number.</param>
    public void Initialize(ulong seed) => Copy(WeightInitializer.Draw(Architecture, seed));

    /// <summary>Copies every array out of the network.</summary>
    /// <returns>Arrays on the managed side, in the order of <see cref="State"/>.</returns>
    public IReadOnlyList<NamedArray> Save() => [.. State.Select(pair => pair.Values.ToNamedArray(pair.Name))];

    /// <summary>Replaces every array; checks all of them before it changes the first.</summary>
    /// <param name="arrays">Exactly the arrays of <see cref="State"/>, in any order.</param>
    /// <exception cref="TorchBasicsException">One is missing, unknown, or has another shape or type.</exception>
    public void Load(IReadOnlyList<NamedArray> arrays) => Copy(StateMatch.Check(Architecture, arrays));

    /// <summary>Copies the network as it is.</summary>
    /// <returns>The model; what else is known of it has to be said.</returns>
    /// <exception cref="TorchBasicsException">A parameter is not in single precision: kind Data.</exception>
    public Model ToModel() => new(Architecture, Save());

    /// <summary>Takes a snapshot that runs on our own kernels; training that goes on afterwards changes nothing in it.</summary>
    /// <returns>The snapshot, which is the caller's.</returns>
    /// <exception cref="TorchBasicsException">
    /// A parameter is not in single precision, or an array is too large: kind Usage.
    /// </exception>
    public Predictor ToPredictor()
    {
        foreach (var (name, values) in State)
            if (values.dtype != ScalarType.Float32)
                throw new TorchBasicsException(ErrorKind.Usage, "A predictor computes in Float32; "
                    + $"{name} of {Architecture.Name} holds {values.dtype}. network.to(ScalarType.Float32) converts it.");
        return new Predictor(ToModel());
    }

    /// <summary>
    /// SHA-256 over the names and bytes of every array, in order: equal exactly when the networks are equal bit by bit.
    /// </summary>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    public string Hash() => WeightHash.Of(Save());

    /// <summary>Runs the network.</summary>
    /// <param name="input">Samples [N, ...] of the shape the architecture wants, float.</param>
    /// <returns>Results [N, ...], owned by the caller's dispose scope.</returns>
    /// <exception cref="ShapeException">The samples have another shape.</exception>
    /// <exception cref="TorchBasicsException">
    /// libtorch is known to compute wrongly on this machine: kind NativeRuntime.
    /// </exception>
    public sealed override Tensor forward(Tensor input)
    {
        CheckShape(input);
        if (input.device_type == DeviceType.CPU && input.dtype == ScalarType.Float32)
            NativeRuntime.RequireProvenOperators();
        using var scope = NewDisposeScope();
        return _layers.Aggregate(input, (x, layer) => layer.call(x)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        foreach (var layer in _layers)
            layer.Dispose();
    }

    // Before TorchSharp's own static constructor runs, so that a missing library is explained.
    private static Architecture WithRuntime(Architecture architecture)
    {
        NativeRuntime.Load();
        return architecture;
    }

    private void CheckShape(Tensor input)
    {
        var shape = input.shape;
        var expected = Architecture.Input;
        if (shape.Length == expected.Count + 1 && shape.AsSpan(1).SequenceEqual([.. expected.Select(size => (long)size)]))
            return;
        throw new ShapeException(
            $"{(GetType() == typeof(Network) ? Architecture.Name : GetType().Name)} got samples of shape "
            + $"[{string.Join(", ", shape)}]; expected {expected}.{Hint(shape)}");
    }

    // Arrays in the order of the state.
    private void Copy(IReadOnlyList<NamedArray> arrays)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var ((_, values), array) in State.Zip(arrays))
            values.copy_(array.ToTensor());
    }

    private string Hint(long[] shape)
    {
        long[] expected = [.. Architecture.Input.Select(size => (long)size)];
        if (shape.AsSpan().SequenceEqual(expected))
            return " The batch axis is missing: sample.unsqueeze(0) adds it.";
        return expected is [1, .. var picture] && shape.Length == expected.Length && shape.AsSpan(1).SequenceEqual(picture)
            ? " The channel axis is missing: images.unsqueeze(1) adds it."
            : string.Empty;
    }
}
