using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;
using TorchBasics.Tests.Damage;

try
{
    if (args is ["--help" or "-h", ..])
    {
        Console.WriteLine(DamageOptions.Help);
        return 0;
    }

    var options = DamageOptions.Parse(args);
    NativeRuntime.Load();
    var tally = Campaign.Run(options, Console.Error.WriteLine);
    Console.Write(tally.ToString());
    return tally.Findings.Count == 0 ? 0 : 1;
}
catch (TorchBasicsException error)
{
    Console.Error.WriteLine($"damage: {error.Message}");
    return (int)error.Kind;
}
