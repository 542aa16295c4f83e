using System.Globalization;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Damage;

/// <summary>How much to damage.</summary>
internal sealed record DamageOptions
{
    public const string Help = """
        usage: scripts/damage [OPTION...]

        Damages folders of runs at random, asks for what they hold (evaluate, inspect) and continues them (train --resume).
        A run has to end with the weights of an undisturbed one or be refused: exit code 3, or 1 where the file system
        refuses, the file named, nothing changed, so that it continues once the damage is undone. Damages are flipped,
        overwritten, cut and added bytes, files that are empty, gone, renamed, swapped, of another run, folders or links,
        edited values of run.json with and without a right digest, forged checkpoints, stale temporary files, rights.
        Then every operation of the file system while a run saves fails, once and for ever, in a run and in one that
        continues.

          --count N     damages (default 1000); one in 50 goes through the program in a process of its own, the others
                        through its code in this one
          --every N     let every Nth operation of the file system fail (default 1)
          --seed N      of the random choices (default 1)
          --help        show this text

        Prints a table of counts and each finding. Exit code 0 without findings, 1 with.
        """;

    public int Count { get; init; } = 1000;

    public int Every { get; init; } = 1;

    public ulong Seed { get; init; } = 1;

    /// <summary>One in so many damages goes through a process of its own; 0 for none.</summary>
    public int ProcessEvery { get; init; } = 50;

    public static DamageOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new DamageOptions();
        for (; arguments is [var option, ..]; arguments = arguments[2..])
        {
            var value = arguments is [_, var next, ..]
                ? next
                : throw new TorchBasicsException(ErrorKind.Usage, $"{option} needs a value.");
            options = option switch
            {
                "--count" => options with { Count = Number(option, value) },
                "--every" => options with { Every = Number(option, value) },
                "--seed" => options with { Seed = (ulong)Number(option, value) },
                _ => throw new TorchBasicsException(ErrorKind.Usage, $"There is no option '{option}'; --help lists them."),
            };
        }

        return options;
    }

    private static int Number(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new TorchBasicsException(ErrorKind.Usage, $"{option} is {value}; expected a number from 1.");
}
