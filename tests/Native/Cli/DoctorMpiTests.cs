using System.Text.Json;
using TorchBasics.Tests.Native.Bindings.Mpi;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>What the doctor says about MPI, which it loads and does not start.</summary>
public sealed class DoctorMpiTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(MpiLauncher.OpenMpi, "Open MPI's mpirun", "open-mpi", "Open MPI v")]
    [InlineData(MpiLauncher.Mpich, "mpiexec", "mpich", "MPICH Version: ")]
    public void Under_a_launcher_it_names_launcher_and_library(string name, string launcher, string family, string version)
    {
        using var run = MpiLauncher.Find(name).Start(
            1, null, [CliProcess.Host, CliProcess.Program, "doctor", "--json"], _folder.Path);

        var result = run.End();

        Assert.True(result.Code == 0, $"{result}"); // not zero, too, for a process that started MPI and did not end it
        var mpi = JsonDocument.Parse(result.Ranks[0].Output).RootElement.GetProperty("mpi");
        Assert.Equal(launcher, mpi.GetProperty("launch").GetProperty("launcher").GetString());
        Assert.Equal(1, mpi.GetProperty("launch").GetProperty("size").GetInt32());
        Assert.Equal(family, mpi.GetProperty("family").GetString());
        Assert.StartsWith(version, mpi.GetProperty("version").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(mpi.GetProperty("path").GetString()));
        Assert.Equal(JsonValueKind.Null, mpi.GetProperty("reason").ValueKind);
    }

    [Fact]
    public void Without_a_library_it_says_why_and_is_content()
    {
        var environment = new Dictionary<string, string> { ["TORCHBASICS_MPI"] = "/nowhere/libmpi.so" };

        var output = CliProcess.Run(_folder.Path, environment, "doctor").ShouldSucceed();

        var words = output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries); // the line may be broken anywhere
        Assert.Contains("MPI no: No library of MPI can be used:", string.Join(' ', words), StringComparison.Ordinal);
    }
}
