using TorchBasics.Bindings.Nccl;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Native.Bindings.Nccl;

/// <summary>Finding NCCL, and what it says before any rank has joined.</summary>
public sealed class NcclLibraryTests
{
    [Fact]
    public void A_library_says_its_version()
    {
        using var nccl = new NcclStandIn();

        var library = nccl.Load();

        Assert.Equal(("2.27.3", nccl.Path), (library.Version, library.Path));
    }

    [Fact]
    public void A_library_in_which_calls_wait_for_other_ranks_is_refused()
    {
        using var nccl = new NcclStandIn("OLD");

        var error = Assert.Throws<TorchBasicsException>(nccl.Load);

        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.Contains($"{nccl.Path} is NCCL 2.13.4; 2.14 or later is needed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_library_that_can_be_used_is_taken()
    {
        using var nccl = new NcclStandIn();

        Assert.Equal(nccl.Path, NcclLibrary.Load(["/nowhere/libnccl.so.2", "libc.so.6", nccl.Path]).Path);
    }

    [Fact]
    public void Without_a_library_every_place_is_named_with_its_reason()
    {
        var error = Assert.Throws<TorchBasicsException>(() => NcclLibrary.Load(["/nowhere/libnccl.so.2", "libc.so.6"]));

        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.Contains("/nowhere/libnccl.so.2: cannot open shared object file", error.Message, StringComparison.Ordinal);
        Assert.Contains("is no NCCL that can be used: it lacks ncclGetVersion", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Install one, or set TORCHBASICS_NCCL to its path.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_communicators_have_two_ids()
    {
        using var nccl = new NcclStandIn();
        var library = nccl.Load();

        var (first, second) = (library.NewId(), library.NewId());

        Assert.Equal(128, first.Length);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_machine_without_a_network_gets_the_librarys_own_words()
    {
        using var nccl = new NcclStandIn("NO_NETWORK");
        var library = nccl.Load();

        var error = Assert.Throws<NcclException>(() => library.NewId());

        Assert.Equal("ncclGetUniqueId failed: unhandled system error", error.Message);
        Assert.Equal("ncclGetUniqueId", error.Call);
    }
}
