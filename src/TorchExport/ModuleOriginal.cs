using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Export.Proving;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.TorchExport;

/// <summary>A module on libtorch.</summary>
/// <param name="module">The network; the mode of each of its modules is put back after each run.</param>
/// <param name="output">The shape of one result that its description gives.</param>
internal sealed class ModuleOriginal(Module<Tensor, Tensor> module, Shape output) : IOriginal
{
    /// <inheritdoc/>
    public string Engine => "libtorch";

    /// <inheritdoc/>
    public double[] Run(NamedArray samples, bool softmax)
    {
        var modes = module.named_modules()
            .Select(child => child.module).Prepend(module).Select(each => (Module: each, each.training)).ToList();
        module.eval();
        try
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var results = module.call(samples.ToTensor().clone()); // aligned as libtorch's own memory
            CheckShape(results, samples.Sizes[0]);
            if (softmax)
                results = functional.softmax(results, dim: -1);
            return results.to(float64).cpu().contiguous().AsReadOnlySpan<double>().ToArray();
        }
        finally
        {
            // Each one after its parent, which may have changed it.
            foreach (var (each, training) in modes)
                each.train(training);
        }
    }

    private void CheckShape(Tensor results, long samples)
    {
        if (!results.shape.AsSpan().SequenceEqual([samples, .. output.Select(size => (long)size)]))
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"The module returns results of the shape [{string.Join(", ", results.shape)}] for "
                + $"{Counted.Of(samples, "sample")}; expected {output}. A Flatten behind the last pooling joins axes of size 1.");
    }
}
