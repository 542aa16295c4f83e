namespace TorchBasics.Tests.Mutants.Planted;

/// <summary>Turns on one of the changes that were compiled in, or notes which of them a test comes by.</summary>
public static class Switch
{
    private static readonly int On = int.TryParse(Environment.GetEnvironmentVariable("TORCHBASICS_MUTANT"), out var id) ? id : -1;
    private static readonly string? Trace = Environment.GetEnvironmentVariable("TORCHBASICS_MUTANT_TRACE");
    private static readonly bool[] Seen = new bool[Trace is null ? 0 : 100_000];
    // in a process that a test started
    private static string? Test = Environment.GetEnvironmentVariable("TORCHBASICS_MUTANT_TEST");

    static Switch()
    {
        if (Trace is not null)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    public static bool Is(int id)
    {
        if (Trace is not null)
            Seen[id] = true;
        return id == On;
    }

    public static void Begin(string test)
    {
        Environment.SetEnvironmentVariable("TORCHBASICS_MUTANT_TEST", Test = test);
        Array.Clear(Seen);
    }

    public static void End()
    {
        if (Trace is null || Test is null)
            return;
        var ids = Enumerable.Range(0, Seen.Length).Where(id => Seen[id]);
        File.WriteAllText(Path.Combine(Trace, $"{Guid.NewGuid():N}.txt"), $"{Test} {string.Join(' ', ids)}");
        Array.Clear(Seen);
    }
}
