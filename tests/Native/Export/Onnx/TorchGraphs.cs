using System.Diagnostics;
using TorchBasics.Benchmarks.Training;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>
/// The graphs that write_torch_onnx.py writes, made once for all tests. Without a Python that has PyTorch they are skipped.
/// </summary>
public sealed class TorchGraphs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _written;

    public TorchGraphs() => _written = new Lazy<string>(Write);

    /// <summary>The folder of a graph.</summary>
    public string Folder(string name) => Path.Combine(_written.Value, name);

    public void Dispose() => _folder.Dispose();

    private string Write()
    {
        Assert.SkipWhen(PythonFinder.Python is null, "PyTorch for Python is not installed.");
        var script = Path.Combine(AppContext.BaseDirectory, "Export", "Python", "write_torch_onnx.py");
        using var process = Process.Start(new ProcessStartInfo(PythonFinder.Python.Value.Program, [script, _folder.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
        return _folder.Path;
    }
}
