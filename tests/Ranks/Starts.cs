using TorchBasics.Bindings.Mpi;

namespace TorchBasics.Tests.Ranks;

/// <summary>How the processes start.</summary>
internal static class Starts
{
    /// <summary>Says which library it was.</summary>
    public static void Start(string[] arguments)
    {
        var library = MpiLibrary.Load(MpiLaunch.Detect());
        Console.WriteLine($"{library.Family}: {library.Version}");
        using var world = library.Start();
        Console.WriteLine($"rank {world.Rank} of {world.Size}");
    }

    /// <summary>Searches as if the system had one library only, the one that a variable of the test names.</summary>
    public static void Refuse(string[] arguments) =>
        new MpiSearch(MpiLaunch.Detect()).Find([Environment.GetEnvironmentVariable("TORCHBASICS_TEST_MPI")!], isChosen: false);

    /// <summary>MPI allows it once.</summary>
    public static void Twice(string[] arguments)
    {
        var library = MpiLibrary.Load(MpiLaunch.Detect());
        using (library.Start())
        {
        }

        try
        {
            _ = library.Start();
        }
        catch (InvalidOperationException error)
        {
            Console.WriteLine(error.Message);
        }
    }

    /// <summary>Where nothing started it, it asks for nothing.</summary>
    public static void Alone(string[] arguments)
    {
        Console.WriteLine($"launch: {MpiLaunch.Detect()?.ToString() ?? "none"}");
        string[] starts = ["libmpi", "libopen-", "libpmix"];
        var loaded = File.ReadLines("/proc/self/maps").Select(line => Path.GetFileName(line.Split(' ')[^1]))
            .Where(name => starts.Any(start => name.StartsWith(start, StringComparison.Ordinal)));
        Console.WriteLine($"loaded: {string.Join(", ", loaded.Distinct())}");
    }
}
