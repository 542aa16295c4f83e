using System.Globalization;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Mutants;

/// <summary>What to change, and how much of it.</summary>
internal sealed record MutantOptions
{
    public const string Help = """
        usage: scripts/mutate-sample [OPTION...]

        Draws changes of one operator, number, condition or statement of the product at random, compiles all of them into a
        copy of the repository, each behind a switch, notes which test of tests/Native comes by which, and runs for each
        change the tests that do, until one fails. The score is the share of the changes that a test notices.

          --count N        changes to draw (default 300)
          --seed N         seed of the draw (default 1)
          --folders LIST   where, with commas (default src/Training,src/Export,src/Kernels,src/Models/Fused)
          --tests LIST     namespaces of tests/Native, with commas (default Kernels,Models,Training,Export)
          --minutes M      how long changes are tried (default: until all are). They are tried in random order, so that what was
                           reached is a sample as well
          --jobs N         changes tried at once (default 1)
          --list           only print the changes that compile
          --help           show this text

        Everything is in artifacts/mutants: the copy, coverage.tsv and results.tsv. The same command goes on where one was
        stopped, as long as neither the sources nor the tests have changed. Tests that fail without any change are left out.
        Exit code 0 when the score is at least 85 %, else 1.
        """;

    public int Count { get; init; } = 300;

    public ulong Seed { get; init; } = 1;

    public IReadOnlyList<string> Folders { get; init; } = ["src/Training", "src/Export", "src/Kernels", "src/Models/Fused"];

    public IReadOnlyList<string> Tests { get; init; } = ["Kernels", "Models", "Training", "Export"];

    public double Minutes { get; init; } = double.PositiveInfinity;

    public int Jobs { get; init; } = 1;

    public bool OnlyList { get; init; }

    public static MutantOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new MutantOptions();
        while (arguments is [var option, .. var rest])
        {
            if (option == "--list")
            {
                options = options with { OnlyList = true };
                arguments = rest;
                continue;
            }

            var value = rest is [var next, ..] ? next : throw Usage($"{option} needs a value.");
            options = option switch
            {
                "--count" => options with { Count = Positive(option, value) },
                "--seed" => options with
                {
                    Seed = ulong.TryParse(value, CultureInfo.InvariantCulture, out var seed)
                        ? seed
                        : throw NoNumber(option, value)
                },
                "--folders" => options with { Folders = value.Split(',') },
                "--tests" => options with { Tests = value.Split(',') },
                "--minutes" => options with { Minutes = Positive(option, value) },
                "--jobs" => options with { Jobs = Positive(option, value) },
                _ => throw Usage($"There is no option '{option}'; --help lists them."),
            };
            arguments = rest[1..];
        }

        return options;
    }

    private static int Positive(string option, string value) =>
        int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw NoNumber(option, value);

    private static TorchBasicsException NoNumber(string option, string value) =>
        Usage($"{option} is {value}; expected a whole number above 0.");

    private static TorchBasicsException Usage(string message) => new(ErrorKind.Usage, message);
}
