using System.Globalization;
using TorchBasics.Benchmarks.Running;
using TorchBasics.Core.Errors;

namespace TorchBasics.Benchmarks;

/// <summary>What can be asked of this program.</summary>
internal static class Arguments
{
    public const string Help = """
        usage: scripts/benchmark [OPTION...]
               scripts/benchmark growth [OPTION...]
               scripts/benchmark ranks [OPTION...]
               scripts/benchmark first-step
               scripts/benchmark accuracy
               scripts/benchmark files
               scripts/benchmark micro [OPTION OF BENCHMARKDOTNET...]

        Without a word: trains and runs networks with TorchBasics and all its rivals in turns, and prints one table of
        speeds, with intervals, arithmetic rates and memory. All rivals must compute the same, or there is no table.

          --quick          six short rounds, no memory
          --check          only see whether all rivals compute the same
          --only TEXT      only the work whose short name holds TEXT (lenet5-64, lenet5-256, lenet5-1024, mlp-64, mlp-1500, xor-4,
                           lenet5-original, caffe-lenet, tensorflow-tutorial, simplechains-lenet5, infer-1, infer-64)
          --rounds N       turns of each rival (default 20)
          --threads N      threads for training (default: all processors)
          --no-memory      leave out peak memory
          --output FILE    where the table goes too (default artifacts/benchmarks/table.md), with the roofline beside it as .svg
          --help           show this text

        Other libraries compete where they are at hand; the table says which are not and what brings them.

        growth measures time per picture against the batch and against the size of the data set, and draws the curves into
        docs; it takes --quick, --rounds, --threads and --output (default artifacts/benchmarks/growth.md).
        ranks measures steps of several processes under the launchers of Open MPI and MPICH, and computes from them what several
        machines would do; it takes --quick, --rounds and --output (default artifacts/benchmarks/ranks.md).
        first-step measures the time from the start of the process to its first training step, on drawn digits.
        accuracy measures the time from the start of the process to 99.0 % on MNIST (TORCHBASICS_DATA names the folder).
        files measures how fast a safetensors file of 1 GiB is read, beside cat and Python's read.
        cuda measures training steps on CUDA beside PyTorch there; scripts/benchmark-cuda calls it.
        micro measures single steps of our own with BenchmarkDotNet.
        """;

    /// <summary>Reads the options of the table.</summary>
    /// <param name="arguments">What was typed.</param>
    /// <param name="output">Where the table goes when nobody says otherwise.</param>
    /// <returns>How to measure, with how many threads, and where the table goes.</returns>
    /// <exception cref="TorchBasicsException">An option is unknown or its value makes no sense.</exception>
    public static (RunOptions Options, int Threads, string Output) Read(ReadOnlySpan<string> arguments, string output)
    {
        var (options, threads) = (new RunOptions(), Environment.ProcessorCount);
        while (!arguments.IsEmpty)
        {
            var option = arguments[0];
            arguments = arguments[1..];
            switch (option)
            {
                case "--quick":
                    options = RunOptions.Quick with { Only = options.Only };
                    break;
                case "--check":
                    options = options with { AgreementOnly = true, Memory = false };
                    break;
                case "--no-memory":
                    options = options with { Memory = false };
                    break;
                case "--only":
                    options = options with { Only = Value(option, ref arguments) };
                    break;
                case "--rounds":
                    options = options with { Rounds = Number(option, ref arguments, least: 3) };
                    break;
                case "--threads":
                    threads = Number(option, ref arguments, least: 1);
                    break;
                case "--output":
                    output = Value(option, ref arguments);
                    break;
                default:
                    throw Usage($"There is no option '{option}'; --help lists them.");
            }
        }

        return (options, threads, output);
    }

    private static string Value(string option, ref ReadOnlySpan<string> arguments)
    {
        if (arguments.IsEmpty)
            throw Usage($"{option} needs a value.");
        var value = arguments[0];
        arguments = arguments[1..];
        return value;
    }

    private static int Number(string option, ref ReadOnlySpan<string> arguments, int least)
    {
        var value = Value(option, ref arguments);
        return int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw Usage($"{option} is {value}; expected a whole number of at least {least}.");
    }

    private static TorchBasicsException Usage(string message) => new(ErrorKind.Usage, message);
}
