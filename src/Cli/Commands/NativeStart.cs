using System.CommandLine;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;

namespace TorchBasics.Cli.Commands;

/// <summary>Loads libtorch as the command line says.</summary>
internal static class NativeStart
{
    /// <summary>Loads it, and says in one line each what this host would compute wrongly and how that is avoided.</summary>
    /// <param name="screen">Where to say it.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="settled">Called before it loads, when other threads may start; null for nothing.</param>
    /// <exception cref="Core.Errors.TorchBasicsException">It cannot be used: kind NativeRuntime.</exception>
    public static NativeRuntimeInfo Load(Screen screen, ParseResult parsed, Action? settled = null)
    {
        var runtime = Load(parsed, settled);
        foreach (var problem in runtime.Problems.Where(problem => problem.ChangesNumbers))
            screen.Note($"{problem}.");
        return runtime;
    }

    /// <summary>Loads it and says nothing.</summary>
    /// <exception cref="Core.Errors.TorchBasicsException">It cannot be used: kind NativeRuntime.</exception>
    public static NativeRuntimeInfo Load(ParseResult parsed, Action? settled = null) =>
        NativeRuntime.Load(
            parsed.GetValue(GlobalOptions.Libtorch), parsed.GetValue(GlobalOptions.OneDnn), settled ?? (() => { }));
}
