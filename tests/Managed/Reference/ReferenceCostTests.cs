using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Reference;

namespace TorchBasics.Tests.Managed.Reference;

public sealed class ReferenceCostTests
{
    [Fact]
    public void Every_model_of_the_catalogue_is_computed_with_64_samples_at_once() =>
        Assert.All(ModelCatalog.All, entry => Assert.Equal(64, ReferenceCost.Samples(entry.Architecture, 64)));

    [Fact]
    public void Samples_share_what_there_is()
    {
        // 1,000 x 1,000 x 9 multiply-adds a sample: 2^30 / 9,000,000 = 119.3; 2^24 / 1,000,000 = 16.8
        var architecture = new Architecture("wide", [1, 1000, 1000], new Conv2d("c", 1, 1, kernel: 3, stride: 1, padding: 1));

        Assert.Equal(16, ReferenceCost.Samples(architecture, 64));
        Assert.Equal(7, ReferenceCost.Samples(architecture, 7));
    }

    [Fact]
    public void Comparisons_of_a_pooling_count_as_work() // 1,001 x 1,001 windows of 1,000 x 1,000
    {
        var error = Assert.Throws<TorchBasicsException>(
            () => ReferenceCost.Samples(new Architecture("slow", [1, 2000, 2000], new MaxPool2d(kernel: 1000, stride: 1)), 1));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("a sample takes 1,002,001,000,000 multiply-adds or comparisons", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_that_no_memory_holds_are_refused()
    {
        var error = Assert.Throws<TorchBasicsException>(
            () => ReferenceCost.CheckSize(new Architecture("huge", [1 << 20, 1 << 20, 1 << 20], new Relu())));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("expected at most 16,777,216", error.Message, StringComparison.Ordinal);
    }
}
