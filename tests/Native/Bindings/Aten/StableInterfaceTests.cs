using TorchBasics.Bindings.Runtime;
using TorchBasics.Bindings.Stable;

namespace TorchBasics.Tests.Native.Bindings.Aten;

public class StableInterfaceTests
{
    private static readonly Version Known = new(2, 10, 0);

    [Fact]
    public void The_libtorch_of_this_project_offers_everything()
    {
        var offered = NativeRuntime.StableInterface;

        Assert.Null(offered.Reason);
        Assert.True(offered.HasOperators);
        Assert.True(offered.HasParallelFor);
        Assert.Equal(NativeRuntime.Load().Libtorch, $"{offered.Version}");
    }

    [Fact]
    public void A_missing_function_is_named_and_what_does_not_need_it_stays()
    {
        var operators = new StableInterface(Known, name => name != "torch_call_dispatcher");
        var loops = new StableInterface(Known, name => name != "torch_parallel_for");

        Assert.Equal((false, true), (operators.HasOperators, operators.HasParallelFor));
        Assert.Equal("this libtorch lacks torch_call_dispatcher of the stable C interface", operators.Reason);
        Assert.Equal((true, false), (loops.HasOperators, loops.HasParallelFor));
        Assert.Equal("this libtorch lacks torch_parallel_for of the stable C interface", loops.Reason);
    }

    [Theory]
    [InlineData("2.9.1", false), InlineData("2.10.0", true), InlineData("2.10.3", true), InlineData("2.11.0", true),
        InlineData("3.0.0", false)]
    public void Versions_from_ours_on_within_the_major_version_are_known(string version, bool known)
    {
        var offered = new StableInterface(Version.Parse(version), _ => true);

        Assert.Equal((known, known), (offered.HasOperators, offered.HasParallelFor));
        Assert.Equal(
            known ? null : $"the stable C interface is of version {version}; these bindings know 2.10 and later of 2",
            offered.Reason);
    }

    [Fact]
    public void Without_a_version_nothing_is_called()
    {
        var offered = new StableInterface(null, _ => true);

        Assert.Equal((false, false), (offered.HasOperators, offered.HasParallelFor));
        Assert.Equal("this libtorch lacks aoti_torch_abi_version of the stable C interface", offered.Reason);
    }
}
