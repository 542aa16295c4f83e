using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.OnnxRuntime;
using TorchBasics.TorchExport;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace TorchBasics.Tests.Native.TorchExport;

[Collection(nameof(Alone))]
public sealed class SequentialReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SequentialReaderTests()
    {
        NativeRuntime.Load();
        torch.manual_seed(1);
    }

    public static TheoryData<string, Func<Module<torch.Tensor, torch.Tensor>>, string> Unsupported => new()
    {
        { "BatchNorm2d", () => BatchNorm2d(2, affine: false), "has no weight and bias (affine: false)" },
        {
            "BatchNorm2d",
            () => BatchNorm2d(2, track_running_stats: false),
            "has no running statistics (track_running_stats: false)"
        },
        { "BatchNorm2d", () => BatchNorm2d(2, eps: 0), "eps is 0; expected a positive number" },
        {
            "Conv2d",
            () => Conv2d(2, 2, 3, padding: 1, padding_mode: PaddingModes.Reflect),
            "pads with other values than zeros (Reflect)"
        },
        { "Conv2d", () => Conv2d(2, 2, 4, padding: Padding.Same), "pads one side more than the other" },
        { "MaxPool2d", () => MaxPool2d(2, dilation: 2), "is dilated" },
        { "AvgPool2d", () => AvgPool2d(2, divisor_override: 3), "has a divisor of its own" },
        { "AdaptiveAvgPool2d", () => AdaptiveAvgPool2d(2), "has an output larger than 1x1" },
        { "ConstantPad2d", () => ConstantPad2d((1, 2, 0, 0), 0.5), "adds more on one side than on the other" },
        { "Flatten", () => Flatten(2), "does not join all axes but the first" },
        { "Softmax", () => Softmax(2), "runs along axis 2" },
        { "Softplus", () => Softplus(), "is of a kind that is not exported" },
        { "LeakyReLU", () => LeakyReLU(-0.1), "negativeSlope is -0.1; expected at least 0" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(FileKind.Onnx, "normalized.onnx")]
    [InlineData(FileKind.PyTorch, "normalized.pt")]
    public void Batch_normalization_leaves_with_its_running_statistics(FileKind format, string file)
    {
        using var module = Sequential(
            ("bn1", BatchNorm2d(2, eps: 0.25, momentum: 0.3)),
            ("conv", Conv2d(2, 3, 2)),
            ("bn2", BatchNorm2d(3)),
            ("relu", ReLU()),
            ("flatten", Flatten()),
            ("bn3", BatchNorm1d(18)),
            ("fc", Linear(18, 3)));
        module.train();
        using (torch.NewDisposeScope())
            module.call(torch.rand(5, 2, 3, 4)); // moves the statistics

        var report = ModuleExport.Write(
            module,
            [2, 3, 4],
            _folder[file],
            format,
            new ExportOptions { VerifyWith = format == FileKind.Onnx ? new OnnxRuntimeBackend() : null });

        Assert.All(report.Proof, line => Assert.InRange(line.Share, 0, 1));
        var back = ModelImport.Read(_folder[file]);
        Assert.Equal(
            module.state_dict()["bn2.running_var"].data<float>().ToArray(),
            back.Model.Weights.Single(array => array.Name == "bn2.running_var").Values<float>().ToArray());
        Assert.Equal(new Core.Layers.BatchNorm2d("bn1", 2, eps: 0.25, momentum: 0.3), back.Model.Architecture.Layers[0]);
    }

    // Hardtanh has no part in it: TorchSharp 0.107's module returns its input as it is. ReLU6 is one that works.
    [Theory]
    [InlineData(FileKind.Onnx, "module.onnx")]
    [InlineData(FileKind.PyTorch, "module.pt")]
    public void Every_kind_of_layer_is_described_as_it_computes(FileKind format, string file)
    {
        using var module = Sequential(
            ("pad", ConstantPad2d((1, 1, 2, 2), 0.5)), ("zeros", ZeroPad2d((1, 1, 1, 1))),
            ("conv1", Conv2d(2, 3, (3, 5), stride: (1, 2), padding: (1, 2), dilation: (2, 1))), ("tanh", Tanh()),
            ("same", Conv2d(3, 4, (3, 5), Padding.Same, bias: false)), ("relu", ReLU()),
            ("max", MaxPool2d(3, stride: 2, padding: 1, ceil_mode: true)),
            ("average", AvgPool2d(2, stride: 1, padding: 1, count_include_pad: false)),
            ("nothing", Identity()), ("drop", Dropout(0.3)), ("inner", Sequential(
                ("depthwise", Conv2d(4, 4, 3, padding: 1, groups: 4)),
                ("pairs", Conv2d(4, 6, 1, groups: 2)),
                ("conv2", Conv2d(6, 5, 1)),
                ("sigmoid", Sigmoid()))),
            ("elu", ELU(0.7)), ("gelu", GELU()), ("tanhlike", GELU(TorchSharp.Modules.GELU.Approximate.tanh)),
            ("leaky", LeakyReLU(0.2)), ("silu", SiLU()), ("six", ReLU6()),
            ("mean", AdaptiveAvgPool2d(1)), ("flatten", Flatten()), ("fc", Linear(5, 3, hasBias: false)),
            ("softmax", Softmax(-1)));

        var report = ModuleExport.Write(
            module,
            [2, 13, 17],
            _folder[file],
            format,
            new ExportOptions { VerifyWith = format == FileKind.Onnx ? new OnnxRuntimeBackend() : null });

        Assert.All(report.Proof, line => Assert.InRange(line.Share, 0, 1));
        Assert.True(module.training);
    }

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void What_has_no_description_is_refused_by_name(
        string kind, Func<Module<torch.Tensor, torch.Tensor>> create, string why)
    {
        using var module = Sequential(("conv0", Conv2d(1, 2, 1)), ("odd", create()));

        var error = Assert.Throws<TorchBasicsException>(() => ModuleExport.Write(module, [1, 8, 8], _folder["odd.onnx"]));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.StartsWith($"The submodule 'odd' ({kind}) {why}", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Submodules_of_submodules_bear_both_names()
    {
        using var module = Sequential(("head", Sequential(("fc", Linear(2, 1)))));

        var model = SequentialReader.Read(module, [2], "nested");

        Assert.Equal(["head_fc.weight", "head_fc.bias"], model.Weights.Select(array => array.Name));
        Assert.IsType<Core.Layers.Linear>(Assert.Single(model.Architecture.Layers));
    }

    [Fact]
    public void A_module_in_double_is_told_to_convert()
    {
        using var module = Sequential(("fc", Linear(2, 1)));
        module.to(torch.float64);

        var error = Assert.Throws<TorchBasicsException>(() => SequentialReader.Read(module, [2], "double"));

        Assert.Equal(
            "fc.weight is in Float64; networks are exported in Float32: module.to(torch.float32) converts it.", error.Message);
    }

    [Fact]
    public void An_export_that_is_cancelled_leaves_nothing_behind()
    {
        using var cancellation = new CancellationTokenSource();
        using var module = Sequential(("fc", Linear(2, 3)));
        module.register_forward_hook((_, _, results) =>
        {
            cancellation.Cancel(); // the file is not written yet; its proof comes after it
            return results;
        });
        File.WriteAllText(_folder["module.onnx"], "what was there before");

        Assert.ThrowsAny<OperationCanceledException>(() => ModuleExport.Write(
            module, [2], _folder["module.onnx"], options: new ExportOptions { Cancellation = cancellation.Token }));

        Assert.Equal("what was there before", File.ReadAllText(_folder["module.onnx"]));
        Assert.Single(_folder.Names);
    }

    [Fact]
    public void The_modes_of_submodules_are_put_back()
    {
        using var dropout = Dropout(0.5);
        using var module = Sequential(("fc", Linear(2, 3)), ("inner", Sequential(("drop", dropout))));
        dropout.eval();

        ModuleExport.Write(module, [2], _folder["module.onnx"]);

        Assert.True(module.training);
        Assert.False(dropout.training);
    }

    [Fact]
    public void A_module_whose_results_have_other_axes_than_the_file_is_refused()
    {
        using var module = Sequential(("conv", Conv2d(1, 2, 3)), ("mean", AdaptiveAvgPool2d(1)));

        var error = Assert.Throws<TorchBasicsException>(() => ModuleExport.Write(module, [1, 8, 8], _folder["module.onnx"]));

        Assert.Equal(
            "The module returns results of the shape [1, 2, 1, 1] for 1 sample; expected [N, 2]. "
            + "A Flatten behind the last pooling joins axes of size 1.",
            error.Message);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Layers_that_do_not_fit_are_told_where()
    {
        using var module = Sequential(("fc1", Linear(2, 3)), ("fc2", Linear(4, 1)));

        Assert.Contains(
            "fc2 (Linear) got input of shape",
            Assert.Throws<ShapeException>(() => SequentialReader.Read(module, [2], "odd")).Message,
            StringComparison.Ordinal);
    }
}
