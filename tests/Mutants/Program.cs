using System.Globalization;
using TorchBasics.Core.Errors;
using TorchBasics.Tests.Mutants;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    if (args is ["--help" or "-h", ..])
    {
        Console.WriteLine(MutantOptions.Help);
        return 0;
    }

    var options = MutantOptions.Parse(args);
    var campaign = new Campaign(options, Directory.GetCurrentDirectory());
    if (options.OnlyList)
    {
        foreach (var mutant in campaign.Compiling())
            Console.WriteLine($"{mutant.Id}\t{mutant}");
        return 0;
    }

    var score = new Score(campaign.Run());
    Console.WriteLine(score.Table(campaign.Candidates));
    return score.Share >= 0.85 ? 0 : 1;
}
catch (TorchBasicsException error)
{
    Console.Error.WriteLine($"mutate-sample: {error.Message}");
    return error.Kind == ErrorKind.Usage ? 2 : 3;
}
