using TorchBasics.Core.Catalog;
using TorchBasics.Models;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Models;

public class ThresholdNetworkTests
{
    [Theory]
    [InlineData("threshold-and", 0, 0, 0, 1)]
    [InlineData("threshold-or", 0, 1, 1, 1)]
    [InlineData("threshold-nand", 1, 1, 1, 0)]
    [InlineData("threshold-xor", 0, 1, 1, 0)]
    public void The_truth_table_is_exact(string name, float on00, float on01, float on10, float on11)
    {
        using var network = new Network(ModelCatalog.Find(name).Initial(0));
        using var scope = NewDisposeScope();

        var output = network.call(tensor(new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }));

        Assert.Equal([on00, on01, on10, on11], output.data<float>().ToArray());
    }
}
