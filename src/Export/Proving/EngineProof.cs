using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Reference;

namespace TorchBasics.Export.Proving;

/// <summary>
/// Holds what engines answer against the reference mathematics in double precision: each answer has to keep within the rounding
/// bounds of single precision that follow from the formulas.
/// </summary>
public sealed class EngineProof
{
    private const int MostSamples = 7;
    private const int Attempts = 100;

    private readonly NamedArray _samples;
    private readonly Outputs _expected;

    private EngineProof(NamedArray samples, Outputs expected) => (_samples, _expected) = (samples, expected);

    /// <summary>Computes what is expected of a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="seed">Seed of the samples.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The proof, for any number of engines.</returns>
    /// <exception cref="TorchBasicsException">
    /// The network is too large for the reference: kind Data; or rounding decides its answers: kind Failed.
    /// </exception>
    public static EngineProof For(Model model, ulong seed, CancellationToken cancellation = default)
    {
        var architecture = model.Architecture;
        var reference = new ReferenceOutputs(architecture, model.Weights, cancellation);
        var count = ReferenceCost.Samples(architecture, MostSamples);
        for (var attempt = 0UL; attempt < Attempts; attempt++)
        {
            var samples = new ProofSamples(architecture.Input, count, seed + attempt, pixels: false);
            var inputs = samples.Raw("input", count, asBytes: false);
            if (reference.Compute(inputs, normalization: null) is { } expected)
                return new(inputs, expected);
        }

        throw new TorchBasicsException(ErrorKind.Failed, $"{architecture.Name} cannot be compared: "
            + $"for each of {Attempts} batches, rounding may decide which side of a step a number lies on.");
    }

    /// <summary>Compares an engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>How near it is.</returns>
    /// <exception cref="TorchBasicsException">A number is further off than rounding explains: kind Failed.</exception>
    public ProofLine Compare(IOriginal engine) => Agreement.Compare(
        engine.Engine, [(new((int)_samples.Sizes[0], engine.Run(_samples, softmax: false), Errors: []), _expected)]);
}
