using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Export.Onnx;
using TorchBasics.Formats.Onnx;
using TorchBasics.OnnxRuntime;
using TorchBasics.Reference.Rounding;
using TorchBasics.Verification.Generating;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>
/// Each layer by itself, on the numbers that ONNX Runtime itself put into it: bounds that do not grow from layer to layer, so
/// that a mistake of one rounding more than there should be is seen.
/// </summary>
public sealed class LayerAgreementTests
{
    private const int Samples = 2;

    public static TheoryData<string> Models => [.. ModelCatalog.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_layer_of_a_model_computes_what_the_reference_computes(string name)
    {
        var share = Compare(ExportCase.Draw(ModelCatalog.Find(name).Architecture, seed: 4));

        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: at most {share:P1} of what rounding allows");
    }

    [Fact]
    public void Every_layer_of_random_networks_computes_what_the_reference_computes() => Gen.ULong[0, 1UL << 32].Sample(
        seed => Compare(
            ExportCase.Draw(new RandomArchitecture(RandomGenerator.ForStream(seed, "export", 2)).Draw($"random-{seed}"), seed)),
        iter: 200,
        threads: 1);

    private static double Compare(ExportCase subject)
    {
        var (architecture, labels) = (subject.Architecture, LayerLabels.Of(subject.Architecture));
        var model = OnnxExporter.Convert(subject.Model, new());
        // null for a dropout, which has no nodes
        var ends = labels.Select(label => model.Graph.Nodes.LastOrDefault(
            node => node.Name.StartsWith($"/{label}/", StringComparison.Ordinal))?.Outputs[0]).ToList();
        if (ends.TrueForAll(end => end is null))
            return 0;
        using var runtime = new OnnxRuntimeModel(
            OnnxFile.ToBytes(WithOutputs(model, ends.Zip(architecture.Shapes.Skip(1)))), optimized: false);
        var input = subject.Input(new(), Samples);
        var values = runtime.Run(input).ToDictionary(array => array.Name);

        var weights = LayerArrays.Split(architecture.Layers, [.. subject.Model.Weights.Select(ExportCase.Exactly)]);
        var largest = 0.0;
        foreach (var (label, layer, index) in labels.Zip(architecture.Layers, Enumerable.Range(0, labels.Count)))
        {
            if (ends[index] is not { } end)
                continue;
            var x = ExportCase.Exactly(input);
            input = values[end];
            if (Undecided.Forward(layer, weights[index], x))
                continue;
            var expected = LayerAsWritten.Forward(layer, weights[index], x);
            if (Array.TrueForAll(expected.Elements.ToArray(), element => double.IsFinite(element.Error)))
                largest = Math.Max(
                    largest, Agreement.Within(expected, input.Values<float>(), $"{label} ({layer.Kind}) of {architecture.Name}"));
        }

        return largest;
    }

    private static OnnxModel WithOutputs(OnnxModel model, IEnumerable<(string? Name, Shape Shape)> values) => model with
    {
        Graph = model.Graph with
        {
            Outputs =
            [
                .. values.Where(value => value.Name is not null).Select(value => new OnnxValue(
                    value.Name!,
                    OnnxValueKind.Tensor,
                    ElementType.Float32,
                    [new OnnxDimension(null, "batch"), .. value.Shape.Select(size => new OnnxDimension(size, string.Empty))])),
            ],
        },
    };
}
