using TorchBasics.Core.Catalog;

namespace TorchBasics.Tests.Managed.Core.Catalog;

public class ThresholdNetworkTests
{
    [Fact]
    public void AND_has_the_weights_of_the_note() =>
        Assert.Equal([0.5f, 0.5f, -0.8f], ThresholdNetwork.And.Weights.SelectMany(array => array.Values<float>().ToArray()));
}
