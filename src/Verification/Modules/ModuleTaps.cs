using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Modules;

/// <summary>
/// Looks at what flows in and out of the submodules that bear the names of layers, by forward hooks. Each submodule gets
/// a copy and hands out a copy, so that neither an operation in place nor a second use changes what was seen.
/// </summary>
internal sealed class ModuleTaps : IDisposable
{
    private readonly Dictionary<string, List<Tap>> _inputs = [];
    private readonly Dictionary<string, List<Tap>> _outputs = [];
    private readonly List<Action> _removers = [];

    /// <summary>Listens to the submodules of these names; others are ignored.</summary>
    public ModuleTaps(Module module, IEnumerable<string> labels)
    {
        var children = ByName(module);
        foreach (var label in labels.Where(children.ContainsKey))
        {
            var child = children[label];
            (_inputs[label], _outputs[label]) = ([], []);
            _removers.Add(child.register_forward_pre_hook((_, x) => Enter(label, x)).remove);
            _removers.Add(child.register_forward_hook((_, _, y) => Leave(label, y)).remove);
        }
    }

    /// <summary>The submodule that has begun and not ended: where an error happened.</summary>
    public string? Running { get; private set; }

    /// <summary>The submodules that a layer's name can mean.</summary>
    public static Dictionary<string, Module<Tensor, Tensor>> ByName(Module module) => module.named_modules()
        .Select(child => (child.name, Module: child.module as Module<Tensor, Tensor>)).Where(child => child.Module is not null)
        .DistinctBy(child => child.name).ToDictionary(child => child.name, child => child.Module!);

    /// <summary>What went into a submodule that ran exactly once; null otherwise.</summary>
    public Tap? Input(string label) => Once(_inputs, label);

    /// <summary>What came out of it.</summary>
    public Tap? Output(string label) => Once(_outputs, label);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var remove in _removers)
            remove();
        foreach (var tap in _inputs.Values.Concat(_outputs.Values).SelectMany(taps => taps))
            tap.Tensor.Dispose();
    }

    private static Tap? Once(Dictionary<string, List<Tap>> taps, string label) =>
        taps.GetValueOrDefault(label) is [var only] ? only : null;

    private Tensor Enter(string label, Tensor x)
    {
        Running = label;
        return Listen(_inputs[label], x);
    }

    private Tensor Leave(string label, Tensor y)
    {
        Running = null;
        return Listen(_outputs[label], y);
    }

    private static Tensor Listen(List<Tap> taps, Tensor tensor)
    {
        var seen = tensor.alias().DetachFromDisposeScope();
        if (seen.requires_grad)
            seen.retain_grad();
        else if (is_grad_enabled())
            // where the module lets no gradient through, what comes back up to here is seen all the same
            seen.requires_grad_(true);
        taps.Add(new(seen, seen.ToReference()));
        return seen.clone();
    }

    /// <summary>A tensor on its way, with the numbers it had then.</summary>
    internal sealed record Tap(Tensor Tensor, Tensor<Float64> Values)
    {
        /// <summary>The gradient that came back; zeros where none did.</summary>
        public Tensor<Float64> Gradient() => Tensor.GradientToReference();
    }
}
