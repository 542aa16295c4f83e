using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using static TorchSharp.torch;

namespace TorchBasics.Cli.Rendering;

/// <summary>Settings of libtorch that hold for the whole process.</summary>
internal static class Computing
{
    /// <summary>Sets the threads of libtorch; null leaves them as they are.</summary>
    /// <exception cref="TorchBasicsException">The number is below 1.</exception>
    public static void UseThreads(int? threads)
    {
        CheckThreads(threads);
        if (threads is { } count)
            set_num_threads(count);
    }

    /// <summary>"cpu, 2 threads".</summary>
    public static string Describe(string device) => $"{Devices.Parse(device)}, {Counted.Of(get_num_threads(), "thread")}";

    /// <summary>Refuses a number of threads below 1.</summary>
    public static int? CheckThreads(int? threads) => threads is null or >= 1
        ? threads
        : throw new TorchBasicsException(ErrorKind.Usage, $"--threads is {threads}; expected at least 1.");
}
