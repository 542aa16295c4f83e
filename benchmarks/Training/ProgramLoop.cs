using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using TorchBasics.Benchmarks.Running;
using TorchBasics.Core.Errors;

namespace TorchBasics.Benchmarks.Training;

/// <summary>
/// Another library in a process of its own, with the same numbers, that waits for its turns and measures them itself. What
/// its folder holds and what it is asked stands in pytorch/rival.py.
/// </summary>
internal sealed class ProgramLoop : Rival
{
    private readonly TrainingTask _task;
    private readonly string _folder = Directory.CreateTempSubdirectory("torchbasics-rival-").FullName;
    private readonly Process _process;

    /// <summary>Starts the program and waits until it has read its task.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="task">The work.</param>
    /// <param name="command">The program and what precedes the folder among its arguments.</param>
    public ProgramLoop(string name, TrainingTask task, RivalCommand command)
        : base(name)
    {
        _task = task;
        TaskFiles.Write(task, _folder);
        _process = Process.Start(command.Start([_folder], task.Threads))!;
        if (Read() is var greeting && !greeting.StartsWith("ready", StringComparison.Ordinal))
            throw new TorchBasicsException(ErrorKind.Failed, $"The rival {name} answered '{greeting}'; expected 'ready'.");
    }

    public override bool IsInProcess => false;

    public override double Time(int steps) => double.Parse(Ask($"run {steps}"), CultureInfo.InvariantCulture);

    public override long PeakMemory() => long.Parse(Ask("memory"), CultureInfo.InvariantCulture);

    public override float[] Result()
    {
        var file = Path.Combine(_folder, "result");
        Ask($"weights {file}");
        return _task.Moved(MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray());
    }

    protected override void Free()
    {
        _process.StandardInput.Close(); // the end of its commands ends it
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        return Read();
    }

    private string Read() => _process.StandardOutput.ReadLine()
        ?? throw new TorchBasicsException(ErrorKind.Failed, $"The rival {Name} ended early; its message stands above.");
}
