using TorchBasics.Core.Errors;
using TorchBasics.Tests.Fuzz;

if (args is [Worker.Verb, .. var order])
    return Worker.Run(WorkOrder.Parse(order)); // before anything else, because instrumented code needs its map of edges

try
{
    if (args is ["--help" or "-h", ..])
    {
        Console.WriteLine(FuzzOptions.Help);
        return 0;
    }

    var options = FuzzOptions.Parse(args);
    using var program = InstrumentedProgram.Create();
    var findings = options.Formats.Sum(format => new Campaign(program, options, format).Run());
    return findings == 0 ? 0 : 1;
}
catch (TorchBasicsException error)
{
    Console.Error.WriteLine($"fuzz: {error.Message}");
    return error.Kind == ErrorKind.Usage ? 2 : 3;
}
