using TorchBasics.Core.Errors;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>Ranks that would compute other numbers are found before training begins, and what to do is said.</summary>
public sealed class RankAgreementTests
{
    private static RankAgreement Same { get; } = new(
        "torchbasics 1, our kernels", "f00", """{"model":"lenet5","data":"digits"}""", "d00", """{"kind":"Tanh"}""", "e00");

    [Theory]
    [InlineData(1), InlineData(2), InlineData(5)]
    public void Ranks_that_have_the_same_agree(int size) =>
        Assert.All(Compare(size, size, own => own), error => Assert.Null(error));

    [Fact]
    public void Other_versions_are_an_error_of_the_installation() => Check(
        own => own with { Versions = "torchbasics 2, our kernels" },
        ErrorKind.NativeRuntime,
        "Rank 2 (machine2) has other versions of TorchBasics or of its libraries than rank 0 (machine0): "
        + "'torchbasics 2, our kernels' instead of 'torchbasics 1, our kernels'. Install the same ones on all machines.");

    [Fact]
    public void Other_options_are_an_error_of_the_user() => Check(
        own => own with { Options = """{"model":"lenet5","data":"mnist"}""" },
        ErrorKind.Usage,
        "Rank 2 (machine2) has other options than rank 0 (machine0): "
        + """'...l":"lenet5","data":"mnist"}' instead of '...l":"lenet5","data":"digits"}'. """
        + "Start all ranks with the same command.");

    [Fact]
    public void Other_samples_are_an_error_of_the_user() => Check(
        own => own with { Data = "d01" },
        ErrorKind.Usage,
        "Rank 2 (machine2) has other samples than rank 0 (machine0): 'd01' instead of 'd00'. "
        + "Copy the same files to all machines, or name their folder.");

    // Layers without weights leave no other trace before training begins.
    [Fact]
    public void Another_network_is_an_error_of_the_user() => Check(
        own => own with { Network = """{"kind":"ReLU"}""" },
        ErrorKind.Usage,
        "Rank 2 (machine2) has another network than rank 0 (machine0): "
        + """'{"kind":"ReLU"}' instead of '{"kind":"Tanh"}'. """
        + "Copy the same description to all machines.");

    [Fact]
    public void Other_weights_are_an_error_of_the_user() => Check(
        own => own with { Weights = "e01" },
        ErrorKind.Usage,
        "Rank 2 (machine2) has other weights to begin with than rank 0 (machine0): 'e01' instead of 'e00'. "
        + "Copy the same model to all machines.");

    [Fact]
    public void Other_arithmetic_is_an_error_of_the_installation() => Check(
        own => own with { Arithmetic = "f01" },
        ErrorKind.NativeRuntime,
        "Rank 2 (machine2) has a processor or a kernel that gives other bits than rank 0 (machine0): 'f01' instead of 'f00'. "
        + "Choose machines of one kind, or set TORCHBASICS_WIDEST_KERNELS to what all of them have.");

    // What follows from another version is not the thing to look for.
    [Fact]
    public void Versions_are_named_before_what_follows_from_them() => Check(
        own => own with { Versions = "torchbasics 2, our kernels", Arithmetic = "f01", Weights = "e01" },
        ErrorKind.NativeRuntime,
        "Rank 2 (machine2) has other versions of TorchBasics or of its libraries than rank 0 (machine0): "
        + "'torchbasics 2, our kernels' instead of 'torchbasics 1, our kernels'. Install the same ones on all machines.");

    private static void Check(Func<RankAgreement, RankAgreement> differs, ErrorKind kind, string message)
    {
        var errors = Compare(3, other: 2, differs);

        var error = Assert.IsType<TorchBasicsException>(errors[0]);
        Assert.Equal((kind, message), (error.Kind, error.Message));
        Assert.All(errors.Skip(1), own => Assert.Equal(kind, Assert.IsType<PeerFailedException>(own).Kind));
    }

    private static Exception?[] Compare(int size, int other, Func<RankAgreement, RankAgreement> differs) =>
    [
        .. Crew.Try(new MemoryWorld(size), Crew.Patient, ranks =>
        {
            (ranks.Rank == other ? differs(Same) : Same).Require(ranks);
            return 0;
        }).Select(outcome => outcome.Error),
    ];
}
