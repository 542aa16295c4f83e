using System.Diagnostics;
using SharpFuzz;
using TorchBasics.Core;

namespace TorchBasics.Tests.Fuzz;

/// <summary>A copy of this program whose readers count the edges of their code, in a temporary folder.</summary>
internal sealed class InstrumentedProgram : IDisposable
{
    private const string HeapLimit = "0x10000000"; // 256 MiB

    private static readonly string Name = typeof(InstrumentedProgram).Assembly.GetName().Name!;

    private readonly string _folder = Directory.CreateTempSubdirectory("torchbasics-fuzz-").FullName;

    private InstrumentedProgram()
    {
    }

    /// <summary>A path for a file that lives as long as the copy.</summary>
    public string TemporaryFile(string name) => Path.Combine(_folder, name);

    public static InstrumentedProgram Create()
    {
        var program = new InstrumentedProgram();
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
            File.Copy(file, program.TemporaryFile(Path.GetFileName(file)));
        foreach (var assembly in new[] { "TorchBasics.Formats.dll", "TorchBasics.Core.dll" })
            // that one makes the changes
            Fuzzer.Instrument(program.TemporaryFile(assembly), type => type != typeof(RandomGenerator).FullName, Options.Value);
        return program;
    }

    /// <summary>Starts a worker.</summary>
    public Process Start(WorkOrder order)
    {
        var start = new ProcessStartInfo(
            TemporaryFile(OperatingSystem.IsWindows() ? $"{Name}.exe" : Name), [Worker.Verb, .. order.ToArguments()]);
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        var process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill(process);
        return process;
    }

    /// <summary>Ends a worker that may have ended itself.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill();
            process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It has ended, or was disposed after it had.
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
