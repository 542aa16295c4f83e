using System.Diagnostics;
using System.Text.Json;
using TorchBasics.Benchmarks.Training;
using TorchBasics.Core;
using TorchBasics.Tests.Managed.Repository;

namespace TorchBasics.Tests.Managed.Formats.Interop;

/// <summary>Runs exchange.py, in which real PyTorch and NumPy read our files and write files for us.</summary>
public sealed class PythonExchange : IDisposable
{
    private const string Script = "tests/Managed/Formats/Interop/exchange.py";

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<IReadOnlyList<string>> _written;

    public PythonExchange() => _written = new Lazy<IReadOnlyList<string>>(() =>
    {
        Run("write", _folder.Path);
        return [.. _folder.Names().Where(name => !name.EndsWith(".json", StringComparison.Ordinal))];
    });

    public void Dispose() => _folder.Dispose();

    /// <summary>A place for a file.</summary>
    internal string File(string name) => _folder.File(name);

    /// <summary>A file that Python wrote.</summary>
    internal string Written(string name) =>
        _written.Value.Contains(name) ? File(name) : throw new ArgumentException($"Python wrote no {name}.", nameof(name));

    /// <summary>The files that Python wrote, by their extension.</summary>
    internal IEnumerable<string> AllWritten(params string[] extensions) =>
        _written.Value.Where(name => extensions.Contains(Path.GetExtension(name)));

    /// <summary>What Python said that it wrote.</summary>
    internal IReadOnlyList<NamedArray> Description(string name) => Parse(System.IO.File.ReadAllText(Written(name) + ".json"));

    /// <summary>What Python finds in a file.</summary>
    internal static IReadOnlyList<NamedArray> Describe(string path) => Parse(Run("describe", path));

    private static string Run(params string[] arguments)
    {
        Assert.SkipWhen(PythonFinder.Python is null, "PyTorch for Python is not installed.");
        var script = Path.Combine(RepositoryFiles.Root, Script);
        using var process = Process.Start(new ProcessStartInfo(PythonFinder.Python.Value.Program, [script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
        return output;
    }

    private static List<NamedArray> Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(Parse)];
    }

    private static NamedArray Parse(JsonElement array) => new(
        array[0].GetString()!,
        TypeOf(array[1].GetString()!),
        [.. array[2].EnumerateArray().Select(size => size.GetInt64())],
        Convert.FromHexString(array[3].GetString()!));

    private static ElementType TypeOf(string name) =>
        name == "bool" ? ElementType.Boolean : Enum.Parse<ElementType>(name, ignoreCase: true);
}
