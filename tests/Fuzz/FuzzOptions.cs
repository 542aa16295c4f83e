using System.Globalization;
using TorchBasics.Core.Errors;
using TorchBasics.Tests.Fuzz.Formats;

namespace TorchBasics.Tests.Fuzz;

/// <summary>What to feed to which readers, and for how long.</summary>
internal sealed record FuzzOptions
{
    public const string Help = """
        usage: scripts/fuzz [OPTION...]

        Feeds mutated files to the readers of src/Formats and keeps every input that reaches a new edge of their code, or
        an old one more or less often (the counts and classes of AFL), as a seed of further ones. Every input must end in
        an answer or a MalformedFileException with a place and a reason, in 50 ms for up to 64 KiB, with at most 4 times
        its size plus 16 MiB of memory. The readers run in a process of their own with a heap of 256 MiB and a stack of
        256 KiB, so that a crash or a hang is a finding too.

          --format NAME    onnx, safetensors, pytorch, npz, idx, idx-gz, csv, or all (default); several with commas; or
                           planted, a reader with five known faults, which shows that the fuzzer can find some
          --count N        inputs for each format (default 50000000)
          --seconds S      at most so long for each format (default: no limit)
          --corpus DIR     where inputs worth keeping and findings are, and go (default artifacts/fuzz)
          --seed N         of the random changes (default 1)
          --help           show this text

        DIR/FORMAT/corpus and DIR/FORMAT/findings hold one file for each input, called by its SHA-256; what a finding is
        about stands in the .txt beside it. One line for each format at the end. Exit code 0 without findings, 1 with.
        """;

    public IReadOnlyList<string> Formats { get; init; } = Target.Names;

    public long Count { get; init; } = 50_000_000; // more than any of the neighbours says to have run

    public double Seconds { get; init; } = double.PositiveInfinity;

    public string Folder { get; init; } = Path.Combine("artifacts", "fuzz");

    public ulong Seed { get; init; } = 1;

    public static FuzzOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new FuzzOptions();
        for (; arguments is [var option, ..]; arguments = arguments[2..])
        {
            var value = arguments is [_, var next, ..] ? next : throw Usage($"{option} needs a value.");
            options = option switch
            {
                "--format" => options with { Formats = value == "all" ? Target.Names : [.. value.Split(',').Select(Known)] },
                "--count" => options with
                {
                    Count = long.TryParse(value, CultureInfo.InvariantCulture, out var count) && count > 0
                        ? count
                        : throw NoNumber(option, value)
                },
                "--seconds" => options with
                {
                    Seconds = double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
                        ? seconds
                        : throw NoNumber(option, value)
                },
                "--corpus" => options with { Folder = value },
                "--seed" => options with
                {
                    Seed = ulong.TryParse(value, CultureInfo.InvariantCulture, out var seed)
                        ? seed
                        : throw NoNumber(option, value)
                },
                _ => throw Usage($"There is no option '{option}'; --help lists them."),
            };
        }

        return options;
    }

    private static string Known(string name) =>
        Target.Names.Contains(name) || name == Target.Planted ? name : throw Usage(
            $"There is no format '{name}'; expected {string.Join(", ", Target.Names)} or all.");

    private static TorchBasicsException NoNumber(string option, string value) =>
        Usage($"{option} is {value}; expected a number above 0.");

    private static TorchBasicsException Usage(string message) => new(ErrorKind.Usage, message);
}
