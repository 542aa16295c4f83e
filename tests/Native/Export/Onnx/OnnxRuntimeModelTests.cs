using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Export.Onnx;
using TorchBasics.Formats.Onnx;
using TorchBasics.OnnxRuntime;
using TorchBasics.Tests.Native.Bindings.Runtime;

namespace TorchBasics.Tests.Native.Export.Onnx;

public sealed class OnnxRuntimeModelTests
{
    private static readonly ExportCase Subject = ExportCase.Draw(XorMlp.Architecture, seed: 1);

    private static byte[] Bytes => OnnxFile.ToBytes(OnnxExporter.Convert(Subject.Model, new()));

    [Fact]
    public void A_file_and_its_bytes_give_the_same()
    {
        using var folder = new TemporaryFolder();
        var path = folder["größe.onnx"];
        File.WriteAllBytes(path, Bytes);
        var input = Subject.Input(new(), 7);
        using var fromFile = new OnnxRuntimeModel(path);
        using var fromBytes = new OnnxRuntimeModel(Bytes);

        var answers = fromFile.Run(input).Single();

        Assert.Equal("logits Float32 [7, 2]", answers.ToString());
        Assert.Equal(answers.Bytes.ToArray(), fromBytes.Run(input).Single().Bytes.ToArray());
        Assert.Equal(["logits"], fromFile.Outputs);
    }

    [Theory]
    [InlineData(ElementType.UInt8), InlineData(ElementType.Int64), InlineData(ElementType.Float16),
        InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Float64), InlineData(ElementType.Boolean), InlineData(ElementType.Int16)]
    public void Arrays_of_a_type_pass_through(ElementType type)
    {
        var value = new OnnxValue("x", OnnxValueKind.Tensor, type, [new(2, string.Empty), new(1, string.Empty)]);
        using var runtime = new OnnxRuntimeModel(
            OnnxFile.ToBytes(Model([new OnnxNode("Identity", ["x"], ["y"], [])], [value], [value with { Name = "y" }])));
        var input = new NamedArray(
            "anything", type, [2, 1], Enumerable.Range(0, 2 * NamedArray.SizeOf(type)).Select(i => (byte)(i & 1)).ToArray());

        var output = runtime.Run(input).Single();

        Assert.Equal($"y {type} [2, 1]", output.ToString());
        Assert.Equal(input.Bytes.ToArray(), output.Bytes.ToArray());
    }

    [Fact]
    public void What_ONNX_Runtime_refuses_is_an_error_about_the_file()
    {
        var value = new OnnxValue("x", OnnxValueKind.Tensor, ElementType.Float32, []);
        var unknown = OnnxFile.ToBytes(
            Model([new OnnxNode("NoSuchOperator", ["x"], ["y"], [])], [value], [value with { Name = "y" }]));

        Assert.All([[1, 2, 3], unknown], bytes =>
        {
            var error = Assert.Throws<TorchBasicsException>(() => new OnnxRuntimeModel(bytes));
            Assert.Equal(ErrorKind.Data, error.Kind);
            Assert.StartsWith("ONNX Runtime refuses the model: ", error.Message, StringComparison.Ordinal);
        });
        Assert.Equal(ErrorKind.Data, Assert.Throws<TorchBasicsException>(() => new OnnxRuntimeModel("nowhere.onnx")).Kind);
    }

    [Fact]
    public void Input_of_another_shape_or_type_is_an_error_of_the_caller()
    {
        using var runtime = new OnnxRuntimeModel(Bytes);
        NamedArray[] inputs = [NamedArray.Of<float>("x", [1, 3], [1, 2, 3]), NamedArray.Of<byte>("x", [1, 2], [1, 2])];

        Assert.All(inputs, input =>
        {
            var error = Assert.Throws<TorchBasicsException>(() => runtime.Run(input));
            Assert.Equal(ErrorKind.Usage, error.Kind);
            Assert.Contains($"could not run the model on {input}", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_model_with_two_inputs_is_not_run()
    {
        var value = new OnnxValue("x", OnnxValueKind.Tensor, ElementType.Float32, []);
        using var runtime = new OnnxRuntimeModel(OnnxFile.ToBytes(Model(
            [new OnnxNode("Add", ["x", "z"], ["y"], [])], [value, value with { Name = "z" }], [value with { Name = "y" }])));

        var error = Assert.Throws<TorchBasicsException>(() => runtime.Run(NamedArray.Of<float>("x", [], [1])));

        Assert.Equal("the model takes 2 inputs; only models with one can be run.", error.Message);
    }

    [Fact]
    public void The_version_is_that_of_the_package() =>
        Assert.StartsWith("1.31.", OnnxRuntimeModel.Version, StringComparison.Ordinal);

    [Fact]
    public async Task Without_its_library_only_ONNX_Runtime_is_missing()
    {
        using var folder = new TemporaryFolder();

        await ChildProcess.PassesIn(ChildProcess.Publish(folder.Path), nameof(LoadScenarios.There_is_no_OnnxRuntime));
    }

    private static OnnxModel Model(
        IReadOnlyList<OnnxNode> nodes, IReadOnlyList<OnnxValue> inputs, IReadOnlyList<OnnxValue> outputs) =>
        new(new OnnxGraph("graph", nodes, [], inputs, outputs), [new OnnxOperatorSet(string.Empty, 17)]) { IrVersion = 8 };
}
