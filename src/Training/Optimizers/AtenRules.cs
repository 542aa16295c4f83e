using TorchBasics.Bindings.Stable;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>The operators of libtorch that make a whole step, with the arguments that stand for our formulas.</summary>
internal static class AtenRules
{
    /// <summary>Declaration of the operator for descent with and without momentum.</summary>
    public const string SgdSchema =
        "aten::_fused_sgd_(Tensor(a!)[] self, Tensor(b!)[] grads, Tensor(c!)[] momentum_buffer_list, *, "
            + "float weight_decay, float momentum, float lr, float dampening, bool nesterov, bool maximize, bool is_first_step, "
            + "Tensor? grad_scale=None, Tensor? found_inf=None) -> ()";

    /// <summary>Declaration of the operator for Adam.</summary>
    public const string AdamSchema = "aten::_fused_adam_" + AdamArguments;

    /// <summary>Declaration of the operator for AdamW.</summary>
    public const string AdamWSchema = "aten::_fused_adamw_" + AdamArguments;

    private const string AdamArguments =
        "(Tensor(a!)[] self, Tensor(b!)[] grads, Tensor(c!)[] exp_avgs, Tensor(d!)[] exp_avg_sqs, "
            + "Tensor(e!)[] max_exp_avg_sqs, Tensor[] state_steps, *, float lr, float beta1, float beta2, "
            + "float weight_decay, float eps, "
            + "bool amsgrad, bool maximize, Tensor? grad_scale=None, Tensor? found_inf=None) -> ()";

    /// <summary>Descent. The velocity exists from the start, so that no step is a first one.</summary>
    public static AtenRule Sgd(Tensor[] velocity, double momentum, bool nesterov, double decay) =>
        new(SgdSchema, 5, (weights, gradients, own) =>
        [
            weights, gradients, velocity.Length == 0 ? velocity : own(velocity), decay, momentum, 0.0, 0.0, nesterov, false,
            false,
            AtenValue.None, AtenValue.None,
        ]);

    /// <summary>Adam. One tensor counts the steps of all parameters.</summary>
    public static AtenRule Adam(
        Tensor[] mean, Tensor[] square, Tensor steps, bool decoupled, double beta1, double beta2, double decay, double epsilon) =>
        new(decoupled ? AdamWSchema : AdamSchema, 6, (weights, gradients, own) =>
        [
            weights, gradients, own(mean), own(square), Array.Empty<Tensor>(), Enumerable.Repeat(steps, weights.Length).ToArray(),
            0.0, beta1, beta2, decay, epsilon, false, false, AtenValue.None, AtenValue.None,
        ]);
}
