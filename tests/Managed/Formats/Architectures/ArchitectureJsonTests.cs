using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Architectures;

namespace TorchBasics.Tests.Managed.Formats.Architectures;

public class ArchitectureJsonTests
{
    // Every kind of layer once, with numbers that all differ, so that no two can be swapped unseen.
    private static readonly Architecture[] Samples =
    [
        new("pictures", [2, 29, 31],
            new ConstantPad2d(new Size2d(1, 2), -0.1f),
            new Conv2d(
                "c1",
                2,
                6,
                kernel: new Size2d(3, 4),
                stride: new Size2d(1, 2),
                padding: new Size2d(2, 1),
                dilation: new Size2d(2, 1)),
            new Relu(),
            new Conv2d("c2", 6, 6, kernel: 1, stride: 1, padding: 0, groups: 3),
            new MaxPool2d(kernel: new Size2d(2, 3), stride: new Size2d(2, 1), padding: new Size2d(1, 0), ceilMode: true),
            new PartialConv2d("c3", 6, [[0, 2], [5]], kernel: new Size2d(2, 1)),
            new ScaledTanh(),
            new Subsampling("s4", 2, window: new Size2d(1, 2)),
            new Sigmoid(),
            new AvgPool2d(kernel: 2, stride: 1, padding: 1, ceilMode: true, countIncludePad: false),
            new Tanh(),
            new GlobalAvgPool2d(),
            new RbfOutput("o", [[1, -1], [-1, 0.25f], [0.1f, 3e-8f]]))
        {
            Initialization = Initialization.LeCun1998,
        },
        new("vectors", [4],
            new Lift(new Linear("hidden", 4, 3), new Step()), new Linear("fc", 7, 5), new Dropout(0.25), new Softmax(),
            new LogSoftmax()),
        new("residuals", [2, 3, 4],
            new Residual(
                new Conv2d("a", 2, 3, kernel: 3, stride: 1, padding: 1),
                new Tanh(),
                new Conv2d("b", 3, 2, kernel: 1, stride: 1, padding: 0)), new Flatten(),
            new Residual(
                new Linear("c", 24, 2),
                new Residual(new Linear("d", 2, 2), new Residual(new Relu(), new Residual(new Linear("e", 2, 2)))),
                new Lift(new Linear("f", 2, 22)))),
        new("projected", [2, 4, 4], new Residual(
            [new Conv2d("a", 2, 3, kernel: 3, stride: 2, padding: 1), new Relu()],
            [new Conv2d("b", 2, 3, kernel: 1, stride: 2, padding: 0), new BatchNorm2d("bn", 3)])),
        new("members", [2, 3, 4],
            new Ensemble(
                [new Flatten(), new Linear("a", 24, 3), new Softmax()],
                [new GlobalAvgPool2d(), new Ensemble([new Linear("b", 2, 3)], [new Relu(), new Linear("c", 2, 3)]),
                    new Softmax()])),
        new(
            "normalized within",
            [4],
            new Residual(new Linear("a", 4, 4), new BatchNorm1d("bn", 4, eps: 0.5), new Dropout(0.25)),
            new Lift(new Linear("b", 4, 1), new Dropout(0.5))),
        new("flat", [1, 2, 3], new Flatten(), new Linear("fc", 6, 1)),
        new("functions", [4], new LeakyRelu(0.1), new Elu(1.5), new Hardtanh(-0.25, 6), new Gelu(), new GeluTanh(), new Silu()),
        new(
            "normalized",
            [2, 3, 4],
            new BatchNorm2d("bn1", 2, eps: 0.5, momentum: 0.25),
            new Flatten(),
            new BatchNorm1d("bn2", 24)),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Samples.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_description_survives_the_way_to_text_and_back(int index)
    {
        var architecture = Samples[index];
        var text = ArchitectureJson.Write(architecture);

        var back = ArchitectureJson.Read("test", text);

        Assert.Equal(text, ArchitectureJson.Write(back));
        Assert.Equal(architecture.Initialization, back.Initialization);
        Assert.Equal(architecture.Shapes, back.Shapes);
        Assert.Equal(
            architecture.Parameters.Select(p => (p.Name, p.Spec.Shape, p.Spec.FanIn, p.Spec.Role)),
            back.Parameters.Select(p => (p.Name, p.Spec.Shape, p.Spec.FanIn, p.Spec.Role)));
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, ",\"groups\":2")]
    public void Groups_are_written_where_there_are_several(int groups, string expected)
    {
        var text = ArchitectureJson.Write(
            new("x", [4, 1, 1], new Conv2d("c", 4, 2, kernel: 1, stride: 1, padding: 0, groups: groups)));

        Assert.Contains($"\"dilation\":[1,1]{expected}}}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_layer_has_a_form()
    {
        var kinds = typeof(Layer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract);
        var shown = Samples.SelectMany(sample => sample.Layers).SelectMany(layer => (Layer[])[layer, .. layer.Inner]);

        Assert.Empty(kinds.Except(shown.Select(layer => layer.GetType())));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("null", "it is null")]
    [InlineData("[]", "")]
    [InlineData("""{"name":"x"}""", "'input' is missing")]
    [InlineData("""{"name":"x","name":"y"}""", "")]
    [InlineData(
        """{"name":"x","input":[2],"initialization":"KaimingUniform","layers":[{"kind":"Conv9d"}]}""",
        "the layer kind 'Conv9d' is not known")]
    [InlineData(
        """{"name":"x","input":[2],"initialization":"KaimingUniform","layers":"""
        + """[{"kind":"Linear","name":"a","inputs":3,"outputs":1}]}""",
        "a (Linear) got input of shape [N, 2]; expected [N, 3]")]
    [InlineData(
        """{"name":"x","input":[2],"initialization":"KaimingUniform","layers":[{"kind":"Dropout","probability":2}]}""",
        "probability is 2")]
    [InlineData("""{"name":"x","input":[0],"initialization":"KaimingUniform","layers":[{"kind":"Relu"}]}""", "")]
    [InlineData("""{"name":"x","input":[1e99],"initialization":"KaimingUniform","layers":[{"kind":"Relu"}]}""", "")]
    public void Text_that_is_not_a_description_is_refused(string text, string reason)
    {
        var error = Assert.Throws<MalformedFileException>(() => ArchitectureJson.Read("some.safetensors", text));

        Assert.StartsWith(
            "some.safetensors, byte 0: The description of the network cannot be read", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_would_take_fifty_times_its_memory_is_refused_before_it_is_taken_apart()
    {
        var layers = string.Join(',', Enumerable.Repeat(1, 1 << 18));
        var text = $$"""{"name":"x","input":[2],"initialization":"KaimingUniform","layers":[{{layers}}]}""";
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<MalformedFileException>(() => ArchitectureJson.Read("model", text));

        Assert.Contains("expected at most 262144", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_text_that_would_not_be_read_back_is_not_written()
    {
        var targets = Enumerable.Range(0, 600).Select(_ => (IReadOnlyList<float>)[.. Enumerable.Repeat(-1f, 200)]).ToList();

        var error = Assert.Throws<TorchBasicsException>(
            () => ArchitectureJson.Write(new Architecture("wide", [200], [new RbfOutput("rbf", targets)])));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("at most 262144 are read back", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_damaged_text_is_read_or_refused_in_the_one_way()
    {
        var text = ArchitectureJson.Write(Samples[0]);

        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Char["09\"{],-e \0é"]).Sample((place, letter) =>
        {
            var damaged = text[..place] + letter + text[(place + 1)..];
            try
            {
                ArchitectureJson.Read("test", damaged);
            }
            catch (MalformedFileException)
            {
            }
        }, iter: 20_000);
    }
}
