using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Core.Layers;

/// <summary>The numbers of trainable parameters and connections in LeCun et al. 1998, section II.B.</summary>
public class LeNet5OriginalCountTests
{
    // Table I: six maps see three neighbours, six see four, three see four that are not neighbours, one sees all.
    private static readonly int[][] Table =
    [
        [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
        [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
        [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5],
    ];

    private static readonly Architecture Network = new(
        "lenet5-original", [1, 32, 32],
        new Conv2d("c1", 1, 6, kernel: 5, stride: 1, padding: 0),
        new Subsampling("s2", 6, window: 2),
        new PartialConv2d("c3", 6, Table, kernel: 5),
        new Subsampling("s4", 16, window: 2),
        new Conv2d("c5", 16, 120, kernel: 5, stride: 1, padding: 0),
        new Flatten(),
        new Linear("f6", 120, 84),
        new RbfOutput("output", [.. Enumerable.Range(0, 10).Select(_ => new float[84])]));

    [Theory]
    [InlineData("c1", 156, 122_304)]
    [InlineData("s2", 12, 5_880)]
    [InlineData("c3", 1_516, 151_600)]
    [InlineData("s4", 32, 2_000)]
    [InlineData("c5", 48_120, 48_120)]
    [InlineData("f6", 10_164, 10_164)]
    public void Each_layer_has_the_parameters_and_connections_of_the_paper(string name, long parameters, long connections)
    {
        var (layer, input) = Network.Layers.Zip(Network.Shapes).Single(pair => pair.First.Name == name);

        Assert.Equal((parameters, connections), (layer.ParameterCount, layer.Connections(input)));
    }

    [Fact]
    public void All_layers_together_have_60000_parameters_and_340908_connections() =>
        Assert.Equal((60_000L, 340_908L), (Network.ParameterCount, Network.Connections));

    [Fact]
    public void The_partial_table_holds_60_kernels()
    {
        var c3 = (PartialConv2d)Network.Layers[2];

        Assert.Equal(60, c3.KernelCount);
        Assert.Equal(
            [("weight", Shape.Create(60, 5, 5), 93), ("bias", Shape.Create(16), 93)],
            c3.Parameters.Select(spec => (spec.Name, spec.Shape, spec.FanIn)));
        Assert.Equal(100 * 60 * 25, c3.MultiplyAdds([6, 14, 14]));
        Assert.Equal([16, 10, 10], c3.OutputShape([6, 14, 14]));
    }

    [Fact]
    public void The_last_convolution_sees_the_whole_picture() =>
        Assert.Equal(new Size2d(32, 32), Network.Summarize()[4].ReceptiveField);

    [Fact]
    public void A_table_that_covers_every_pair_is_an_ordinary_convolution()
    {
        var dense = new Conv2d("a", 3, 4, kernel: 2, stride: 1, padding: 0);
        var partial = new PartialConv2d("b", 3, [.. Enumerable.Repeat<int[]>([0, 1, 2], 4)], kernel: 2);

        Assert.Equal(dense.ParameterCount, partial.ParameterCount);
        Assert.Equal(dense.MultiplyAdds([3, 5, 6]), partial.MultiplyAdds([3, 5, 6]));
        Assert.Equal(dense.Connections([3, 5, 6]), partial.Connections([3, 5, 6]));
    }
}
