using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Export.Proving;

/// <summary>What computes a network as its owner would run it: in evaluation mode, in single precision, on the CPU.</summary>
public interface IOriginal
{
    /// <summary>What it runs on: "libtorch", for one.</summary>
    string Engine { get; }

    /// <summary>Runs the network.</summary>
    /// <param name="samples">Samples [N, ...].</param>
    /// <param name="softmax">Whether the softmax of the results is wanted.</param>
    /// <returns>The results, sample by sample.</returns>
    /// <exception cref="TorchBasicsException">
    /// The network cannot be run, or does not return what its description gives: kind Usage.
    /// </exception>
    double[] Run(NamedArray samples, bool softmax);
}
