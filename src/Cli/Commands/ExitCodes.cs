using TorchBasics.Core.Errors;

namespace TorchBasics.Cli.Commands;

/// <summary>What the program tells the shell. An error's code is the number of its <see cref="ErrorKind"/>.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failed = (int)ErrorKind.Failed;
    public const int Usage = (int)ErrorKind.Usage;
    public const int Data = (int)ErrorKind.Data;
    public const int NativeRuntime = (int)ErrorKind.NativeRuntime;
    public const int Output = 5;                // of no error that is thrown: the work is done all the same
    public const int Interrupted = 128 + 2;     // as a shell reports a program that SIGINT ended
    public const int Terminated = 128 + 15;     // ... and SIGTERM

    /// <summary>The table that the help shows.</summary>
    public const string Help =
        """
        Exit codes:
            0  done
            1  the work failed: a loss that is not a number, a full disk, a check that finds a deviation
            2  usage: an unknown name or option, a value out of range
            3  data: missing, damaged, or of the wrong kind
            4  native runtime: libtorch cannot be loaded, or the device is absent
            5  output: all is done, but standard output could not be written; a closed pipe, as "head" leaves it, is no error
          130  interrupted by Ctrl-C (143 by SIGTERM); training has saved and can be resumed
        """;
}
