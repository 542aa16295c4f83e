using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using static TorchBasics.Tests.Managed.Graphs.Nodes;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>Graphs drawn by hand in which several ways of one value meet in a mean.</summary>
public sealed class EnsembleImportTests
{
    // One member begins with a residual at the same value, one is an ensemble itself.
    [Fact]
    public void Ensembles_are_read()
    {
        var model = new Sketch(3).Random("a.weight", 3, 3).Random("a.bias", 3).Random("b.weight", 3, 3).Random("b.bias", 3)
            .Full("Gemm", ["input", "a.weight", "a.bias"], "a", Integer("transB", 1)).Full("Add", ["a", "input"], "r")
            .Full("Relu", ["input"], "p").Full("Gemm", ["input", "b.weight", "b.bias"], "q", Integer("transB", 1))
            .Full("Mean", ["p", "q"], "inside").Full("Mean", ["r", "inside"], "y").ImportAndCompare();

        var ensemble = Assert.IsType<Ensemble>(Assert.Single(model.Model.Architecture.Layers));
        Assert.Equal(["Residual", "Ensemble"], ensemble.Inner.Select(layer => layer.Kind));
        Assert.Equal(["a.weight", "a.bias", "b.weight", "b.bias"], model.Model.Weights.Select(array => array.Name));
    }

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(1, 1, 1, false)] // the values beside each other
    [InlineData(0, 0, 1, false)]
    public void The_mean_of_a_stack_is_an_ensemble(int newAxis, int axis, int meanAxis, bool isRead)
    {
        var sketch = new Sketch(3).Longs("axis", newAxis).Full("Relu", ["input"], "a").Full("Tanh", ["input"], "b")
            .Full("Unsqueeze", ["a", "axis"], "c").Full("Unsqueeze", ["b", "axis"], "d")
            .Full("Concat", ["c", "d"], "stack", Integer("axis", axis))
            .Full("ReduceMean", ["stack"], "y", Integers("axes", meanAxis), Integer("keepdims", 0));

        if (isRead)
            Assert.IsType<Ensemble>(Assert.Single(sketch.ImportAndCompare().Model.Architecture.Layers));
        else
            Assert.Contains(
                "the value 'input' enters it and the node that gives 'a' (Relu)",
                Assert.Throws<TorchBasicsException>(sketch.Import).Message,
                StringComparison.Ordinal);
    }
}
