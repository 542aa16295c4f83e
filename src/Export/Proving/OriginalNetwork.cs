using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Verification.Engines;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Export.Proving;

/// <summary>A network on libtorch, as its owner would run it: in evaluation mode, in single precision, on the CPU.</summary>
/// <param name="module">The network; its mode is put back after each run.</param>
internal sealed class OriginalNetwork(Module<Tensor, Tensor> module)
{
    /// <summary>Runs the network.</summary>
    /// <param name="samples">Samples [N, ...].</param>
    /// <param name="softmax">Whether the softmax of the results is wanted.</param>
    /// <returns>The results.</returns>
    public Outputs Run(NamedArray samples, bool softmax)
    {
        var training = module.training;
        module.eval();
        try
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var results = module.call(samples.ToTensor().clone()); // aligned as libtorch's own memory
            if (softmax)
                results = functional.softmax(results, dim: -1);
            return new Outputs((int)samples.Sizes[0], results.ToReference().ToDoubles(), []);
        }
        finally
        {
            module.train(training);
        }
    }
}
