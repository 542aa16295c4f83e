using TorchBasics.Bindings.Mpi;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Native.Bindings.Mpi;

/// <summary>No library of MPI is loaded here: what is tried does not exist, or is something else.</summary>
public sealed class MpiSearchTests
{
    private static readonly MpiLaunch OpenMpi = Launch("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE");
    private static readonly MpiLaunch Mpich = Launch("PMI_RANK", "PMI_SIZE");

    [Fact]
    public void A_launcher_never_gets_the_library_of_the_other_family()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names of libraries are those of Linux");

        Assert.Equal(["libmpi.so.40", "libmpi.so", "libmpi_abi.so.0", "libmpi_abi.so"], new MpiSearch(OpenMpi).Names);
        Assert.Equal(
            ["libmpich.so.12", "libmpi.so.12", "libmpi.so", "libmpi_abi.so.0", "libmpi_abi.so"], new MpiSearch(Mpich).Names);
    }

    [Fact]
    public void Without_a_launcher_each_family_is_tried()
    {
        var names = new MpiSearch(null).Names.ToList();

        Assert.All(new MpiSearch(OpenMpi).Names.Concat(new MpiSearch(Mpich).Names), name => Assert.Contains(name, names));
    }

    [Fact]
    public void What_was_tried_and_what_to_do_stand_in_the_message()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "messages of the loader are those of Linux");

        var error = Assert.Throws<TorchBasicsException>(
            () => new MpiSearch(OpenMpi).Find(["libnone.so.40", "libm.so.6", "libnone.so"], isChosen: false));

        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.StartsWith(
            "This process was started by Open MPI's mpirun as rank 1 of 3, but no library of MPI can be used: "
            + "the system has no libnone.so.40, libnone.so; /",
            error.Message,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "/libm.so.6 is no library of MPI that can be used: it lacks MPI_Get_library_version. Install the MPI whose launcher "
            + "is used (Debian: libopenmpi3), or set TORCHBASICS_MPI to the path of its library.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_was_named_is_the_only_one_tried()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "messages of the loader are those of Linux");

        var error = Assert.Throws<TorchBasicsException>(() => new MpiSearch(null).Find("/nowhere/libmpi.so"));

        Assert.Equal(
            "No library of MPI can be used: the system has no /nowhere/libmpi.so. Set TORCHBASICS_MPI to the library of the MPI "
            + "whose launcher is used, or leave it unset.",
            error.Message);
    }

    private static MpiLaunch Launch(string rank, string size) =>
        MpiLaunch.Detect(name => name == rank ? "1" : name == size ? "3" : null)!;
}
