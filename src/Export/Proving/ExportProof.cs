using System.Collections.ObjectModel;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Export.Importing;
using TorchBasics.Export.Onnx;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Evaluation;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Export.Proving;

/// <summary>
/// Shows that a file computes what the network computes that it was written from. Three computations meet: the network as it
/// is run (a module on libtorch, else on our kernels), its description on the reference, and what was read back from the
/// file. In double precision the reference tells apart what differs by more than some 1e-15; whatever computes in single
/// precision has to keep within the rounding bounds that follow from the formulas.
/// </summary>
internal sealed class ExportProof
{
    private const int Attempts = 100;

    private readonly Model _model;
    private readonly ProofOptions _options;
    private readonly Architecture _whole; // with the softmax that a file may have
    private readonly ProofSamples _samples;
    private readonly Outputs _expected;
    private readonly bool _raw;

    /// <summary>Computes what is expected.</summary>
    /// <param name="model">The network.</param>
    /// <param name="original">What runs it.</param>
    /// <param name="options">What is tried.</param>
    /// <param name="softmax">Whether the file has a softmax that the network has not.</param>
    /// <param name="raw">Whether the file takes the samples before they are normalised.</param>
    /// <exception cref="TorchBasicsException">
    /// The network does not keep within the bounds of its own description: kind Failed.
    /// </exception>
    public ExportProof(Model model, IOriginal original, ProofOptions options, bool softmax, bool raw)
    {
        (_model, _options, _raw) = (model, options, raw);
        var architecture = model.Architecture;
        _whole = softmax
            ? new Architecture(architecture.Name, architecture.Input, [.. architecture.Layers, new Softmax()])
            : architecture;
        var most = ReferenceCost.Samples(_whole, options.Batches.Max());
        Batches = [.. options.Batches.Where(batch => batch <= most).DefaultIfEmpty(most)];
        (_samples, _expected) = Expect();
        Original = Agreement.Compare(
            $"the network on {original.Engine}",
            [.. Batches.Select(batch => (Run(original, batch, softmax), _expected.First(batch)))]);
    }

    /// <summary>The numbers of samples that are tried at once: those of the options that the reference can afford.</summary>
    public IReadOnlyList<int> Batches { get; }

    /// <summary>How near the network itself is to its description.</summary>
    public ProofLine Original { get; }

    /// <summary>Tries a graph that was read back.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="file">The bytes that it was read from.</param>
    /// <returns>A line for each comparison.</returns>
    /// <exception cref="TorchBasicsException">It computes something else: kind Failed.</exception>
    public IEnumerable<ProofLine> Of(OnnxModel graph, ReadOnlyMemory<byte> file)
    {
        CheckTexts(graph.Metadata);
        yield return ArrayAgreement.Compare(_model, graph.Graph.Initializers);
        var results = Evaluate(graph, sigmoidError: 0);
        yield return Agreement.Compare(
            "the file on the reference",
            [.. results.Select(result => (result.InDouble(), _expected.First(result.Samples).InDouble()))]);
        if (_options.Backend is not { } backend)
            yield break;
        if (graph.Graph.Nodes.Any(node => node.Operator == "Sigmoid"))
            results = Evaluate(graph, backend.SigmoidError);
        var outputs = backend.Run(file, Batches.Select(FileInput));
        yield return Agreement.Compare(
            $"the file in {backend.Name}",
            [.. results.Select((result, at) => (Outputs.Of(result.Samples, outputs[at]), result))]);
    }

    /// <summary>Tries a network that was read back.</summary>
    /// <param name="back">The network.</param>
    /// <param name="describes">Whether the file has to say what is known of the network.</param>
    /// <returns>A line for each comparison.</returns>
    /// <exception cref="TorchBasicsException">It differs: kind Failed.</exception>
    public IEnumerable<ProofLine> Of(ImportedModel back, bool describes)
    {
        if (describes)
            CheckTexts(back.StatesPreprocessing && back.StatesClassNames
                ? ModelTexts.Write(back.Model)
                : ReadOnlyDictionary<string, string>.Empty);
        yield return ArrayAgreement.Compare(_model, back.Model.Weights);
        yield return Agreement.Compare(
            "the file on the reference",
            [(Reference(back.Model.Architecture, back.Model.Weights).InDouble(), _expected.InDouble())]);
        var network = new KernelOriginal(back.Model);
        yield return Agreement.Compare(
            $"the file on {network.Engine}",
            [.. Batches.Select(batch => (Run(network, batch, softmax: false), _expected.First(batch)))]);
    }

    // The description, the preprocessing, the names of the classes, the origin.
    private void CheckTexts(IReadOnlyDictionary<string, string> back)
    {
        foreach (var (key, text) in ModelTexts.Write(_model))
            if (back.GetValueOrDefault(key) != text)
                throw new TorchBasicsException(
                    ErrorKind.Failed, $"What the file says of the network: '{key}' is not what was written.");
    }

    private List<Outputs> Evaluate(OnnxModel graph, double sigmoidError)
    {
        var evaluator = new GraphEvaluator(graph, Precision.Float32, sigmoidError);
        return [.. Batches.AsParallel().AsOrdered().WithCancellation(_options.Cancellation).Select(Evaluate)];

        Outputs Evaluate(int batch)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            var result = evaluator.Run(FileInput(batch)).Outputs[0];
            return new(batch, [.. result.Values], [.. result.Errors]);
        }
    }

    // Samples that no rounding can push over the threshold of a step: of those, any result would be right.
    private (ProofSamples Samples, Outputs Expected) Expect()
    {
        var pixels = _model.Architecture.Input.Count == 3 && (_raw || !_model.Normalization.Equals(Normalization.Identity));
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var samples = new ProofSamples(_model.Architecture.Input, Batches.Max(), _options.Seed + (ulong)attempt, pixels);
            if (Compute(samples) is { } expected)
                return (samples, expected);
        }

        throw new TorchBasicsException(ErrorKind.Failed, $"{_model.Architecture.Name} cannot be compared: "
            + $"for each of {Attempts} batches, rounding may decide which side of a step a number lies on.");
    }

    private Outputs? Compute(ProofSamples samples)
    {
        var reference = new ReferenceOutputs(_whole, _model.Weights, _options.Cancellation);
        return _raw
            ? reference.Compute(samples.Raw(string.Empty, samples.Count, asBytes: false), _model.Normalization)
            : reference.Compute(Prepared(samples, samples.Count), null);
    }

    private Outputs Reference(Architecture architecture, IReadOnlyList<NamedArray> weights) =>
        new ReferenceOutputs(architecture, weights, _options.Cancellation).Compute(Prepared(_samples.Count), null)
        ?? throw new TorchBasicsException(
            ErrorKind.Failed, "The file on the reference: rounding may decide a step that it does not decide in the network.");

    private Outputs Run(IOriginal original, int batch, bool softmax) =>
        new(batch, original.Run(Prepared(batch), softmax), Errors: []);

    private NamedArray FileInput(int batch) =>
        _raw ? _samples.Raw(OnnxExporter.Input, batch, asBytes: _samples.ArePixels) : Prepared(batch);

    private NamedArray Prepared(int batch) => Prepared(_samples, batch);

    private NamedArray Prepared(ProofSamples samples, int batch) =>
        samples.Prepared(
            OnnxExporter.Input, batch, sample => _model.Normalization.ApplyInPlace(sample, _model.Architecture.Input));
}
