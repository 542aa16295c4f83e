using TorchBasics.Benchmarks.Ranks;
using TorchBasics.Core;
using TorchBasics.Kernels.Summation;
using TorchBasics.Models;
using TorchBasics.Models.Fused;
using TorchBasics.Training.Ranks;
using LeNet5 = TorchBasics.Core.Catalog.LeNet5;
using Mlp = TorchBasics.Core.Catalog.Mlp;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>The model of the benchmarks counts the bytes of what training really does.</summary>
public sealed class ScalingTests
{
    public static TheoryData<Architecture> Networks =>
    [
        LeNet5.Architecture,
        Mlp.Architecture,
        Mlp.Describe("large", [1, 28, 28], 10, 1500, 1000, 500),
    ];

    [Theory]
    [InlineData(64)]
    [InlineData(160)]
    [InlineData(1000)]
    [InlineData(2049)]
    [InlineData(16_384)]
    public void Shares_and_sums_are_those_of_training_for_any_number_of_ranks(int batch)
    {
        for (var ranks = 1; ranks <= 65; ranks++)
        {
            var (plan, layout) = (JoinPlan.Of(new ShareCut(batch), rank: 0, ranks, rootStep: 16), new ShareLayout(batch, ranks));
            var all = Enumerable.Range(0, ranks).ToArray();

            Assert.Equal(plan.Shares, all.Select(layout.SharesOf).Select(shares => (shares.First, shares.End - shares.First)));
            Assert.Equal(plan.Roots, all.Select(layout.RootsOf));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Parts_are_those_of_training(Architecture architecture)
    {
        using var network = new Network(architecture, seed: 1);
        using var parameters = new TensorParameters(network);

        var parts = new GradientParts(parameters.GradientMemory);

        Assert.Equal(
            Enumerable.Range(0, parts.Count).Select(part => parts.Range(part).Count),
            GradientPart.Of(architecture).Select(part => part.Floats));
    }
}
