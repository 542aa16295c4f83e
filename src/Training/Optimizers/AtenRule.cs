using TorchBasics.Bindings.Stable;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>libtorch's operator that makes one step of a rule for all parameters at once.</summary>
/// <param name="Schema">Its declaration; the second argument takes the gradients.</param>
/// <param name="RateIndex">The place of the learning rate among its arguments.</param>
/// <param name="Arguments">
/// All arguments, from the parameters to be moved, their gradients, and what picks their own out of the buffers of all.
/// </param>
internal sealed record AtenRule(
    string Schema, int RateIndex, Func<Tensor[], Tensor[], Func<Tensor[], Tensor[]>, AtenValue[]> Arguments)
{
    /// <summary>The place of the gradients among the arguments.</summary>
    public const int GradientIndex = 1;
}
