namespace TorchBasics.Tests.Native.Bindings.Mpi;

/// <summary>A launcher of this machine, and how it is told to start processes on few processors.</summary>
internal sealed class MpiLauncher
{
    /// <summary>Open MPI's, by its name in Debian.</summary>
    public const string OpenMpi = "mpirun.openmpi";

    /// <summary>MPICH's.</summary>
    public const string Mpich = "mpiexec.mpich";

    // Says which rank writes, then becomes the program, so that a signal of the launcher reaches that.
    private const string Script = """
        rank=${OMPI_COMM_WORLD_RANK:-$PMI_RANK}
        echo $$ > "$0/$rank.pid"
        exec "$@" > "$0/$rank.out" 2> "$0/$rank.err"
        """;

    private readonly string[] _options;

    private MpiLauncher(string name, string path, string[] options) => (Name, Path, _options) = (name, path, options);

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Where the scenarios were built: beside the folder of the tests.</summary>
    public static string Scenarios { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(
        "../../Ranks", new DirectoryInfo(AppContext.BaseDirectory).Name, "TorchBasics.Tests.Ranks"), AppContext.BaseDirectory);

    /// <summary>Finds a launcher; the test is skipped where there is none, but not in CI.</summary>
    /// <param name="name"><see cref="OpenMpi"/> or <see cref="Mpich"/>.</param>
    public static MpiLauncher Find(string name)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") != "true", $"No MPI launcher {name}");
            Assert.Fail($"CI has no {name}.");
        }

        return new(name, path, name == OpenMpi ? ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none"] : []);
    }

    /// <summary>Starts the processes.</summary>
    /// <param name="ranks">How many.</param>
    /// <param name="environment">Variables for them, in addition to those of the test; null for none.</param>
    /// <param name="command">The program and its arguments; a relative path is one from <paramref name="folder"/>.</param>
    /// <param name="folder">Where they run; null for the folder of the test.</param>
    public MpiRun Start(
        int ranks, IReadOnlyDictionary<string, string>? environment, IEnumerable<string> command, string? folder = null)
    {
        var files = new TemporaryFolder();
        string[] arguments = [.. _options, "-n", $"{ranks}", "sh", "-c", Script, files.Path, .. command];
        return new(files, ranks, Path, arguments, environment, folder);
    }

    /// <summary>Runs a scenario to its end.</summary>
    public MpiResult Run(int ranks, string scenario, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var run = Start(ranks, environment, [Scenarios, scenario]);
        return run.End();
    }
}
