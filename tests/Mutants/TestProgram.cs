using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Mutants;

/// <summary>The tests with all changes compiled in, in processes of their own.</summary>
/// <param name="program">The program.</param>
/// <param name="folder">For temporary files.</param>
internal sealed class TestProgram(string program, string folder)
{
    private const int NoTestRan = 8; // of the Microsoft Testing Platform

    /// <summary>Runs tests without any change; notes which changes each comes by.</summary>
    /// <param name="namespaces">Namespaces below that of the program.</param>
    /// <returns>The tests that passed.</returns>
    public IReadOnlyList<TestRecord> Trace(IReadOnlyList<string> namespaces)
    {
        var trace = Directory.CreateDirectory(Path.Combine(folder, "trace")).FullName;
        string[] filters = [.. namespaces.Select(name => $"*.Tests.Native.{name}.*")];
        using (var process = Start(
            ["--filter-class", .. filters, "--parallel", "none", "--report-xunit-xml", "--report-xunit-xml-filename", "trace.xml",
                "--results-directory", folder],
            ("TORCHBASICS_MUTANT_TRACE", trace)))
            process.WaitForExit();

        var seen = Directory.EnumerateFiles(trace).Select(File.ReadAllText).ToLookup(
            text => text.Split(' ')[0], text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..].Select(int.Parse));
        var results = XDocument.Load(Path.Combine(folder, "trace.xml"))
            .Descendants("test").ToLookup(test => $"{(string)test.Attribute("type")!}.{(string)test.Attribute("method")!}");
        Directory.Delete(trace, recursive: true);
        return
        [
            .. results.Where(tests => tests.All(test => (string)test.Attribute("result")! == "Pass"))
                .Select(tests => new TestRecord(
                    tests.Key,
                    tests.Sum(test => double.Parse((string)test.Attribute("time")!, CultureInfo.InvariantCulture)),
                    [.. seen[tests.Key].SelectMany(ids => ids).Distinct().Order()]))
        ];
    }

    /// <summary>Runs tests with one change, until one fails.</summary>
    /// <param name="tests">The tests.</param>
    /// <param name="mutant">Number of the change.</param>
    /// <param name="cancellation">Ends the run without a result.</param>
    /// <returns>What became of it.</returns>
    public Outcome Try(IReadOnlyList<TestRecord> tests, int mutant, CancellationToken cancellation)
    {
        using var process = Start(
            ["--stop-on-fail", "on", "--filter-method", .. tests.Select(test => test.Name)],
            ("TORCHBASICS_MUTANT", mutant.ToString(CultureInfo.InvariantCulture)));
        using var stop = cancellation.Register(() => Kill(process));
        // the machine may be busy
        var ended = process.WaitForExit(TimeSpan.FromSeconds(30 + (5 * tests.Sum(test => test.Seconds))));
        if (!ended)
            Kill(process);
        process.WaitForExit();
        return (ended, process.ExitCode) switch
        {
            _ when cancellation.IsCancellationRequested => Outcome.NotTried,
            (false, _) => Outcome.TimedOut,
            (_, 0) => Outcome.Survived,
            (_, NoTestRan) => throw new TorchBasicsException(ErrorKind.Failed, $"No test ran for change {mutant}."),
            _ => Outcome.Killed,
        };
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private Process Start(string[] arguments, (string Name, string Value) variable)
    {
        var start = new ProcessStartInfo(program, [.. arguments, "--no-progress", "--no-ansi"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment[variable.Name] = variable.Value;
        // a test that is killed leaves its files
        start.Environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
