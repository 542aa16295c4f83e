using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Export.Importing;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Evaluation;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Export.Proving;

/// <summary>
/// Shows that a network that was read from a graph computes what the graph computes: both on the reference, in double precision.
/// </summary>
internal static class ImportProof
{
    private const int Samples = 7;
    private const ulong Seed = 1;

    /// <summary>Compares a graph with the network that was made of it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="imported">The network.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The line of the report.</returns>
    /// <exception cref="TorchBasicsException">They differ by more than rounding explains: kind Failed.</exception>
    public static ProofLine Compare(OnnxModel graph, ImportedModel imported, CancellationToken cancellation)
    {
        var evaluator = new GraphEvaluator(graph, Precision.Float32);
        var (input, bytes) = (evaluator.Inputs[0], evaluator.Inputs[0].Type == ElementType.UInt8);
        var (model, architecture) = (imported.Model, imported.Model.Architecture);
        var affordable = ReferenceCost.Samples(architecture, Samples);
        var batch = input.Sizes is [{ Size: { } only }, ..] ? Fixed(architecture, only) : affordable;
        var reference = new ReferenceOutputs(architecture, model.Weights, cancellation);
        for (var attempt = 0UL; attempt < Samples; attempt++)
        {
            var samples = new ProofSamples(architecture.Input, batch, Seed + attempt, pixels: bytes || imported.TakesRaw);
            var raw = samples.Raw(input.Name, batch, asBytes: false);
            if (reference.Compute(raw, imported.TakesRaw ? model.Normalization : null) is not { } expected)
                continue;
            var result = evaluator.Run(bytes ? samples.Raw(input.Name, batch, asBytes: true) : raw).Outputs[0];
            return Agreement.Compare(
                "the network and its graph on the reference",
                [(expected.InDouble(), new Outputs(batch, [.. result.Values], [.. result.Errors]).InDouble())]);
        }

        throw new TorchBasicsException(
            ErrorKind.Failed,
            $"{architecture.Name} cannot be compared with its graph: rounding may decide which side of a step a number lies on.");
    }

    // A graph may take so many samples at once and no other number.
    private static int Fixed(Architecture architecture, long batch) =>
        batch is >= 1 and <= int.MaxValue && ReferenceCost.Samples(architecture, (int)batch) == batch
            ? (int)batch
            : throw new TorchBasicsException(ErrorKind.Data, $"{architecture.Name} cannot be compared with its graph: "
                + $"it takes {batch} samples at once, none or too many for the reference.");
}
