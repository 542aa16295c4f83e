using TorchBasics.Verification.Engines;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Faults;

/// <summary>What the faults are written with.</summary>
internal static class FaultCode
{
    /// <summary>Replaces the forward pass of one layer.</summary>
    /// <param name="label">The layer.</param>
    /// <param name="wrong">What it computes instead.</param>
    public static Func<TorchParts, TorchParts> At(string label, Func<TorchParts.LayerCall, Tensor> wrong)
    {
        // A layer that runs alone has its own name or, without one, stands first: "relu1".
        var kind = label.TrimEnd("0123456789".ToCharArray());
        return parts => parts with
        {
            Forward = call =>
                call.Label == label || (call.Layer.Name is null && call.Label == $"{kind}1") ? wrong(call) : parts.Forward(call),
        };
    }

    /// <summary>Leaves the values of a layer right and makes its gradients those of another function.</summary>
    /// <param name="label">The layer.</param>
    /// <param name="wrong">The function that is differentiated instead.</param>
    public static Func<TorchParts, TorchParts> Gradient(string label, Func<TorchParts.LayerCall, Tensor> wrong) =>
        At(label, call =>
        {
            var surrogate = wrong(call);
            return call.Module.call(call.Input).detach() + (surrogate - surrogate.detach()); // the difference is exactly zero
        });

    /// <summary>Changes the gradient of one parameter behind the backward pass.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="change">What becomes of it.</param>
    public static Func<TorchParts, TorchParts> ParameterGradient(string name, Func<Tensor, Tensor> change) => parts => parts with
    {
        AfterBackward = parameters =>
        {
            foreach (var (other, values) in parameters)
                if (other == name && values.grad is { } gradient)
                    gradient.copy_(change(gradient));
        },
    };

    /// <summary>Replaces the loss.</summary>
    public static Func<TorchParts, TorchParts> Loss(Func<TorchParts.LossCall, Tensor> wrong) =>
        parts => parts with { Loss = wrong };

    /// <summary>Changes what the update does.</summary>
    public static Func<TorchParts, TorchParts> Update(Action<TorchParts.UpdateCall> wrong) =>
        parts => parts with { Update = wrong };

    /// <summary>A parameter of a layer's module.</summary>
    public static Tensor Parameter(this TorchParts.LayerCall call, string name) =>
        call.Module.named_parameters().Single(parameter => parameter.name.EndsWith(name, StringComparison.Ordinal)).parameter;

    /// <summary>The layer's weight.</summary>
    public static Tensor Weight(this TorchParts.LayerCall call) => call.Parameter("weight");

    /// <summary>The layer's bias.</summary>
    public static Tensor Bias(this TorchParts.LayerCall call) => call.Parameter("bias");

    /// <summary>The optimizer's buffer for a parameter.</summary>
    public static Tensor Buffer(this TorchParts.UpdateCall call, string purpose, string parameter) =>
        call.Optimizer.State.Single(buffer => buffer.Name == $"{purpose}.{parameter}").Values;

    /// <summary>Runs code on the parameters without recording it for differentiation.</summary>
    public static void Silently(Action action)
    {
        using var noGradient = no_grad();
        action();
    }

    /// <summary>Every parameter with its gradient.</summary>
    public static IEnumerable<(string Name, Parameter Values, Tensor Gradient)> WithGradients(this TorchParts.UpdateCall call) =>
        call.Parameters.Where(parameter => parameter.Values.grad is not null)
            .Select(parameter => (parameter.Name, parameter.Values, parameter.Values.grad!));
}
