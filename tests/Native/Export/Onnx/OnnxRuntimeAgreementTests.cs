using CsCheck;
using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Export.Onnx;
using TorchBasics.Formats.Onnx;
using TorchBasics.Models;
using TorchBasics.OnnxRuntime;
using TorchBasics.Verification.Generating;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>What an exported file computes in ONNX Runtime is what the reference and libtorch compute, within bounds.</summary>
public sealed class OnnxRuntimeAgreementTests
{
    private static readonly OnnxExportOptions Plain = new();

    public static TheoryData<string> Models => [.. ModelCatalog.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_gives_the_same_answers_with_all_options(string name)
    {
        var entry = ModelCatalog.Find(name);
        using var network = new Network(entry.Initial(3));
        var subject = new ExportCase(entry.Architecture, network.Save(), seed: 3);
        OnnxExportOptions[] all =
        [
            Plain, new() { OperatorSet = 18 }, new() { IncludePreprocessing = true },
            new() { IncludePreprocessing = true, OperatorSet = 18 },
            .. entry.Architecture.Output is [> 1]
                ? (OnnxExportOptions[])[new() { Softmax = true }, new() { Softmax = true, IncludePreprocessing = true }]
                : [],
        ];

        var shares = all.Select(options => Agreement.OfOnnxRuntime(subject, options, 1, 2, 7, 64)).ToList();

        Assert.Contains(subject.Expected(Plain), answer => answer is not null);
        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: at most {shares.Max():P3} of what rounding allows");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Libtorch_gives_the_same_answers(string name)
    {
        using var network = new Network(ModelCatalog.Find(name).Initial(3));
        network.eval();
        var subject = new ExportCase(network.Architecture, network.Save(), seed: 3);
        var expected = subject.Expected(Plain);

        foreach (var batch in (ReadOnlySpan<int>)[1, 2, 7, 64])
        {
            using var scope = NewDisposeScope();
            using var inference = inference_mode();
            Agreement.Within(expected, batch, network.forward(subject.Input(Plain, batch).ToTensor()).ToNamedArray("output"));
        }
    }

    [Theory]
    [InlineData("threshold-and", 0f, 0f, 0f, 1f)]
    [InlineData("threshold-or", 0f, 1f, 1f, 1f)]
    [InlineData("threshold-nand", 1f, 1f, 1f, 0f)]
    [InlineData("threshold-xor", 0f, 1f, 1f, 0f)]
    public void A_threshold_network_keeps_its_truth_table(string name, params float[] table)
    {
        using var network = new Network(ModelCatalog.Find(name).Initial(1));
        var subject = new ExportCase(network.Architecture, network.Save(), seed: 1);
        using var runtime = new OnnxRuntimeModel(OnnxFile.ToBytes(OnnxExporter.Convert(subject.Model, Plain)));

        var answers = runtime.Run(NamedArray.Of<float>("input", [4, 2], [0, 0, 0, 1, 1, 0, 1, 1])).Single();

        Assert.Equal("logits Float32 [4, 1]", answers.ToString());
        Assert.Equal(table, answers.Values<float>().ToArray());
    }

    [Fact]
    public void A_softmax_before_a_dropout_is_not_repeated()
    {
        var subject = ExportCase.Draw(
            new Architecture("ends", [3], new Linear("fc", 3, 4), new Softmax(), new Dropout(0.5)), seed: 1);

        Agreement.OfOnnxRuntime(subject, new() { Softmax = true }, 1, 9);

        Assert.Equal([new Linear("fc", 3, 4), new Dropout(0.5)], subject.Model.WithLogits().Architecture.Layers);
        Assert.Single(
            OnnxExporter.Convert(subject.Model, new() { Softmax = true }).Graph.Nodes, node => node.Operator == "Softmax");
    }

    // Sizes, strides, padding and both roundings of the output, so that windows reach over the edge or leave a rest. The
    // shape is that of picture and window along both axes at different sizes.
    [Fact]
    public void Pooling_counts_as_PyTorch_does_at_every_edge()
    {
        var beyond = 0;
        foreach (var (kernel, stride, padding) in Windows())
            foreach (var (ceilMode, countIncludePad) in (ReadOnlySpan<(bool, bool)>)[(false, false), (false, true), (true, false),
                (true, true)])
            {
                var average = new AvgPool2d(kernel, stride, padding, ceilMode, countIncludePad);
                var maximum = new MaxPool2d(kernel, stride, padding, ceilMode);
                foreach (var layer in (ReadOnlySpan<Layer>)[average, maximum])
                {
                    var subject = ExportCase.Draw(new Architecture("pool", [2, 7, 8], layer), seed: 5);
                    Agreement.OfOnnxRuntime(subject, Plain, 2);
                }

                var operators = OnnxExporter
                    .Convert(ExportCase.Draw(new Architecture("pool", [2, 7, 8], average), seed: 5).Model, Plain).Graph.Nodes
                    .Select(node => node.Operator);
                beyond += operators.SequenceEqual(["Pad", "AveragePool"]) ? 1 : 0;
            }

        Assert.True(beyond > 10, $"only {beyond} windows cover padding and what lies beyond it");
    }

    [Fact]
    public void Random_networks_give_the_same_answers() => Gen.ULong[0, 1UL << 32].Sample(
        seed =>
        {
            var architecture = new RandomArchitecture(RandomGenerator.ForStream(seed, "export", 1)).Draw($"random-{seed}");
            var subject = ExportCase.Draw(architecture, seed);
            Agreement.OfOnnxRuntime(
                subject,
                new() { IncludePreprocessing = seed % 3 == 1, Softmax = seed % 3 == 2 && architecture.Output is [> 1] },
                1,
                9);
        },
        iter: 300,
        threads: 1);

    private static IEnumerable<(Size2d Kernel, Size2d Stride, Size2d Padding)> Windows()
    {
        int[] sizes = [1, 2, 3, 4];
        return from height in sizes
               from width in sizes
               from stride in (Size2d[])[1, new(2, 3), new(3, 2)]
               from padding in (Size2d[])[0, new(height / 2, 0), new(height / 2, width / 2)]
               select (new Size2d(height, width), stride, padding);
    }
}
