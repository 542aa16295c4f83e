using System.Diagnostics;
using TorchBasics.Tests.Native.Cli;

namespace TorchBasics.Tests.Native.Bindings.Mpi;

/// <summary>
/// The binary interface of MPI 5.0, of which no system has a library yet: a small one for one process, compiled here, refuses
/// whatever is not the standard's constant.
/// </summary>
public sealed class StandardAbiTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StandardAbiTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/gcc"), "gcc is not installed.");
        var source = Path.Combine(AppContext.BaseDirectory, "Bindings/Mpi/mpi_abi.c");
        using var gcc = Process.Start(new ProcessStartInfo(
            "/usr/bin/gcc", ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", _folder["libmpi_abi.so.0"], source])
        { RedirectStandardError = true })!;
        var error = gcc.StandardError.ReadToEnd();
        gcc.WaitForExit();
        Assert.True(gcc.ExitCode == 0, error);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_usual_name_is_found_first_and_its_constants_are_the_standards()
    {
        var lines = Run("start", ("LD_LIBRARY_PATH", _folder.Path)).ShouldSucceed().TrimEnd().Split('\n');

        Assert.Equal(["StandardAbi: One process 1.0", "rank 0 of 1"], lines);
    }

    [Fact]
    public void A_library_of_another_name_says_itself_that_it_is_one()
    {
        File.Move(_folder["libmpi_abi.so.0"], _folder["libmpi.so.99"]);

        var output = Run("start", ("TORCHBASICS_MPI", _folder["libmpi.so.99"])).ShouldSucceed();

        Assert.StartsWith("StandardAbi: One process 1.0\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ring", "rank 0 of 1 on here")]
    [InlineData("pieces", "rank 0 in 5 pieces")]
    [InlineData("allocations", "allocated 0")]
    [InlineData("null-reference", "caught\ncaught")]
    [InlineData("unknown-peer",
        "Failed, MPI_Isend, 1: MPI_Isend with rank 1 failed: class 6 of the standard\n"
        + "Failed, MPI_Irecv, -7: MPI_Irecv with rank -7 failed: class 6 of the standard")]
    [InlineData("short-message",
        "Failed, MPI_Irecv, 0: MPI_Irecv with rank 0 failed: 10 bytes came where 20 were expected\ndone: True")]
    [InlineData("long-message", "Failed, MPI_Test, 0: MPI_Test with rank 0 failed: class 14 of the standard\ndone: True")]
    public void Messages_are_as_with_any_other(string scenario, string output) =>
        Assert.Equal(output, Run(scenario, ("TORCHBASICS_MPI", _folder["libmpi_abi.so.0"])).ShouldSucceed().TrimEnd());

    [Fact]
    public void A_launcher_of_another_implementation_does_not_get_it()
    {
        var result = Run(
            "refuse", ("TORCHBASICS_TEST_MPI", _folder["libmpi_abi.so.0"]), ("OMPI_COMM_WORLD_RANK", "0"),
            ("OMPI_COMM_WORLD_SIZE", "2"));

        result.ShouldFail(4, "libmpi_abi.so.0 is One process 1.0, which this launcher does not know. Install the MPI whose ");
    }

    [Fact]
    public void A_world_of_another_size_than_the_launchers_is_refused()
    {
        var result = Run(
            "start", ("TORCHBASICS_MPI", _folder["libmpi_abi.so.0"]), ("PMI_RANK", "1"), ("PMI_SIZE", "2"));

        Assert.Equal(4, result.Code);
        Assert.Equal(
            $"error: This process was started by mpiexec as rank 1 of 2, but One process 1.0 ({_folder["libmpi_abi.so.0"]}) "
            + "counts 1: the library is not the launcher's. Set TORCHBASICS_MPI to the library that is.",
            result.Error.TrimEnd());
    }

    [Fact]
    public void A_rank_beyond_the_world_is_refused_where_the_launcher_does_not_tell_the_size() =>
        Run("start", ("TORCHBASICS_MPI", _folder["libmpi_abi.so.0"]), ("PMIX_RANK", "1")).ShouldFail(
            4, "error: This process was started by PMIx as rank 1, but One process 1.0 (", ") counts 1: the library is not the");

    [Theory]
    [InlineData("init", "MPI_Init_thread failed: class 12 of the standard.")]
    [InlineData("threads", "it must be called by one thread only.")]
    public void A_library_that_does_not_start_is_an_error(string fault, string reason) =>
        Run("start", ("TORCHBASICS_MPI", _folder["libmpi_abi.so.0"]), ("TORCHBASICS_TEST_FAULT", fault)).ShouldFail(
            4, $"error: One process 1.0 ({_folder["libmpi_abi.so.0"]}) cannot be used: {reason}");

    [Theory]
    [InlineData("none")]
    [InlineData("abort")] // the library hangs: the process ends itself
    public void An_abort_ends_the_process_with_its_code(string fault)
    {
        var result = Run("abort", ("TORCHBASICS_MPI", _folder["libmpi_abi.so.0"]), ("TORCHBASICS_TEST_FAULT", fault));

        Assert.Equal((7, "aborts\n", ""), (result.Code, result.Output, result.Error));
    }

    [Fact]
    public void An_end_that_hangs_does_not_keep_the_process()
    {
        var result = Run(
            "impatient", ("TORCHBASICS_MPI", _folder["libmpi_abi.so.0"]), ("TORCHBASICS_TEST_FAULT", "finalize"));

        Assert.Equal("went on\n", result.ShouldSucceed());
    }

    [Fact]
    public void Without_a_launcher_nothing_is_loaded() =>
        Assert.Equal("launch: none\nloaded: ", Run("alone").ShouldSucceed().TrimEnd('\n'));

    private static CliResult Run(string scenario, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(MpiLauncher.Scenarios, [scenario])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        return CliProcess.End(process);
    }
}
