using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Export.Importing;
using TorchBasics.Export.Onnx;
using TorchBasics.Export.Onnx.Import;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Evaluation;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>
/// Files with one wrong byte. Each is refused, or is another valid file: then the network that is read from it computes what
/// its graph computes.
/// </summary>
public sealed class OnnxImporterMutationTests
{
    public static TheoryData<string> Names => [.. Networks.Keys];

    private static readonly Dictionary<string, Architecture> Networks = new()
    {
        ["pictures"] = new(
            "pictures",
            [2, 6, 6],
            new ConstantPad2d(new Size2d(1, 0), 0.5f),
            new Conv2d("c", 2, 2, kernel: 3, stride: 1, padding: 1),
            new Conv2d("d", 2, 2, kernel: 1, stride: 1, padding: 0, groups: 2),
            new MaxPool2d(kernel: 2, stride: 2, ceilMode: true),
            new GlobalAvgPool2d(),
            new Softmax()),
        ["lenet"] = new(
            "lenet",
            [2, 5, 5],
            new PartialConv2d("c", 2, [[0], [0, 1]], kernel: 2),
            new Subsampling("s", 2, window: 2),
            new ScaledTanh(),
            new AvgPool2d(kernel: 2, stride: 1, padding: 1),
            new Flatten(),
            new RbfOutput("r", [[.. Enumerable.Repeat(1f, 18)]])),
        ["residuals"] = new("residuals", [2, 4, 4], new Residual(
            new Conv2d("a", 2, 2, kernel: 3, stride: 1, padding: 1),
            new Relu(),
            new Conv2d("b", 2, 2, kernel: 1, stride: 1, padding: 0)), new GlobalAvgPool2d(), new Residual(new Linear("c", 2, 2))),
        ["members"] = new("members", [2, 3, 3], new Ensemble(
            [new Conv2d("a", 2, 2, kernel: 3, stride: 1, padding: 0), new Flatten(), new Softmax()],
            [new GlobalAvgPool2d(), new Linear("b", 2, 2), new Softmax()])),
        ["vectors"] = new(
            "vectors", [3], new Lift(new Linear("f", 3, 2), new Step()), new Sigmoid(), new Linear("g", 5, 2), new LogSoftmax()),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_with_a_wrong_byte_is_refused_or_computes_what_it_says(string name)
    {
        var bytes = Export(name);
        var (read, problems) = (0, new List<string>());
        for (var place = 0; place < bytes.Length; place++)
            foreach (var value in (byte[])[0, 1, 0xFF, (byte)(bytes[place] + 1), (byte)(bytes[place] ^ 0x80),
                (byte)(bytes[place] - 1)])
            {
                var wrong = bytes.ToArray();
                wrong[place] = value;
                if (Read(wrong) is not var (graph, imported))
                    continue;
                read++;
                if (Difference(graph, imported) is { } problem)
                    problems.Add($"byte {place} = {value}: {problem}");
            }

        Assert.Equal([], problems.Take(10));
        Assert.InRange(read, bytes.Length / 10, 6 * bytes.Length); // weights and names may be others
    }

    /// <summary>The file of one of the networks.</summary>
    internal static byte[] Export(string name)
    {
        var architecture = Networks[name];
        var model = new Model(architecture, WeightInitializer.Draw(architecture, seed: 1)) { ClassNames = ["a", "b"] };
        return OnnxFile.ToBytes(
            OnnxExporter.Convert(model, new OnnxExportOptions()) with { Metadata = new Dictionary<string, string>() });
    }

    private static (OnnxModel Graph, ImportedModel Imported)? Read(byte[] bytes)
    {
        try
        {
            var graph = OnnxFile.ParseModel("model.onnx", bytes);
            return (graph, OnnxImporter.Convert("model.onnx", graph));
        }
        catch (TorchBasicsException error) when (error.Kind == ErrorKind.Data)
        {
            return null;
        }
    }

    private static string? Difference(OnnxModel graph, ImportedModel imported)
    {
        var shape = imported.Model.Architecture.Input;
        if (graph.Graph.Inputs[0].Sizes![0].Size is not (null or 1) || shape.Elements > 1000)
            return null;
        var values = Enumerable.Range(0, (int)shape.Elements).Select(i => (i % 7 / 8f) - 0.375f).ToArray();
        try
        {
            var expected = new GraphEvaluator(graph, Precision.Float32)
                .Run(NamedArray.Of<float>("input", [1, .. shape.Select(size => (long)size)], values)).Outputs[0];
            var actual = Compute(imported, values);
            if (!expected.Sizes.SequenceEqual(actual.Sizes.ToArray()))
                return $"{actual} instead of [{string.Join(", ", expected.Sizes)}]";
            var wrong = Enumerable.Range(0, expected.Values.Count).FirstOrDefault(
                i => Math.Abs(actual.Elements[i].Value - expected.Values[i]) > expected.Errors[i] + actual.Elements[i].Error, -1);
            return wrong < 0 ? null : $"{actual.Elements[wrong]} instead of {expected.Values[wrong]} +- {expected.Errors[wrong]}";
        }
        catch (TorchBasicsException error)
        {
            return error.Message;
        }
    }

    private static Tensor<Rounded<Binary32>> Compute(ImportedModel imported, float[] values)
    {
        var (model, architecture) = (imported.Model, imported.Model.Architecture);
        if (imported.TakesRaw)
            model.Normalization.ApplyInPlace(values, architecture.Input);
        var x = Exactly([1, .. architecture.Input], values);
        var weights = LayerArrays.Split(
            architecture.Layers,
            [.. model.Weights.Select(array => Exactly([.. array.Sizes.Select(size => (int)size)], array.Values<float>()))]);
        foreach (var (layer, parameters) in architecture.Layers.Zip(weights))
            x = ReferenceLayer.Forward(layer, parameters, x);
        return x;
    }

    private static Tensor<Rounded<Binary32>> Exactly(int[] sizes, ReadOnlySpan<float> values)
    {
        var elements = new Rounded<Binary32>[values.Length];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = Rounded<Binary32>.Exactly(values[i]);
        return Tensor<Rounded<Binary32>>.Over(sizes, elements);
    }
}
