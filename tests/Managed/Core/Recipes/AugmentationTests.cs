using TorchBasics.Core.Recipes;

namespace TorchBasics.Tests.Managed.Core.Recipes;

public class AugmentationTests
{
    [Fact]
    public void Nothing_is_distorted_unless_something_is_set()
    {
        Assert.True(new Augmentation().IsNone);
        Assert.False(new Augmentation { Shift = 1 }.IsNone);
        Assert.False(new Augmentation { Rotation = 1 }.IsNone);
        Assert.False(new Augmentation { Scale = 0.1 }.IsNone);
        Assert.False(new Augmentation { Shear = 0.1 }.IsNone);
        Assert.False(new Augmentation { Elastic = 1 }.IsNone);
    }
}
