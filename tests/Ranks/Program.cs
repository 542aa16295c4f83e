using TorchBasics.Core.Errors;
using TorchBasics.Tests.Ranks;

// What a launcher of MPI starts several times, each with the name of the same scenario.
if (args is not [var name, ..] || !Scenario.All.TryGetValue(name, out var scenario))
{
    Console.Error.WriteLine($"usage: TorchBasics.Tests.Ranks SCENARIO, one of {string.Join(", ", Scenario.All.Keys)}");
    return (int)ErrorKind.Usage;
}

try
{
    scenario(args[1..]);
    return 0;
}
catch (TorchBasicsException error)
{
    Console.Error.WriteLine($"error: {error.Message}");
    return (int)error.Kind;
}
