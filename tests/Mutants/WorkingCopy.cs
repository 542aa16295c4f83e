using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Mutants;

/// <summary>A copy of the repository into which the changes are compiled.</summary>
/// <param name="repository">Where the repository is.</param>
/// <param name="folder">Where the copy goes.</param>
internal sealed partial class WorkingCopy(string repository, string folder)
{
    /// <summary>The program with the tests, once built.</summary>
    public string Program => Path.Combine(folder, "artifacts/bin/Native/release/TorchBasics.Tests.Native");

    /// <summary>A file that is compiled in the copy alone.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its text.</returns>
    public static string Planted(string name)
    {
        using var reader = new StreamReader(typeof(WorkingCopy).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>Copies, changes and builds; leaves out what does not compile after all.</summary>
    /// <param name="sources">The files that are changed.</param>
    /// <param name="mutants">The changes.</param>
    /// <returns>The changes that are in the program.</returns>
    public IReadOnlyList<Mutant> Build(Sources sources, IReadOnlyList<Mutant> mutants)
    {
        CopyFiles();
        Write("src/Core/Switch.cs", Planted("Switch.cs"));
        Write("tests/Native/TraceTests.cs", Planted("TraceTests.cs"));
        while (true)
        {
            var byFile = mutants.ToLookup(mutant => mutant.File);
            foreach (var (file, root) in sources.Files)
                Write(file, new MutantWriter(byFile[file]).Visit(root)!.ToFullString());
            var (built, output) = Run("dotnet", folder,
                "build", "tests/Native", "-c", "Release", "-nologo", "-v", "q", "-clp:ErrorsOnly;NoSummary",
                "-p:TreatWarningsAsErrors=false",
                "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:GenerateDocumentationFile=false");
            if (built)
                return mutants;
            var wrong = ErrorLine().Matches(output)
                .SelectMany(match => At(match.Groups["file"].Value, int.Parse(match.Groups["line"].Value) - 1)).ToHashSet();
            if (wrong.Count == 0)
                throw new TorchBasicsException(ErrorKind.Failed, $"The copy does not build:\n{output}");
            mutants = [.. mutants.Where(mutant => !wrong.Contains(mutant.Id))];
        }
    }

    private static IEnumerable<int> At(string file, int line)
    {
        var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(file), Sources.Language);
        return tree.GetRoot().DescendantNodes(tree.GetText().Lines[line].Span).SelectMany(MutantWriter.Around);
    }

    // Files of git's index and new ones, without what git ignores; none is touched that stays the same, so that a build does only
    // what it must.
    private void CopyFiles()
    {
        var (listed, files) = Run("git", repository, "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate");
        if (!listed)
            throw new TorchBasicsException(ErrorKind.Failed, $"git does not list the files of {repository}:\n{files}");
        var names = files.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(name => File.Exists(Path.Combine(repository, name))).ToHashSet();
        foreach (var name in names.Where(
            name => !name.StartsWith("src/", StringComparison.Ordinal) || Path.GetExtension(name) != ".cs"))
            Write(name, File.ReadAllBytes(Path.Combine(repository, name)));
        foreach (var name in names.Where(name => name.StartsWith("src/", StringComparison.Ordinal)
            && Path.GetExtension(name) == ".cs" && !File.Exists(Path.Combine(folder, name))))
            Write(name, File.ReadAllBytes(Path.Combine(repository, name)));
        foreach (var part in new[] { "src", "tests" })
            foreach (var path in Directory.EnumerateFiles(Path.Combine(folder, part), "*.cs", SearchOption.AllDirectories))
                if (!names.Contains(Path.GetRelativePath(folder, path).Replace('\\', '/')))
                    File.Delete(path);
    }

    private void Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    private void Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private static (bool Succeeded, string Output) Run(string program, string workingFolder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = workingFolder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode == 0, output);
    }

    [GeneratedRegex(@"^\s*(?<file>[^\s(]+\.cs)\((?<line>\d+),\d+\): error", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();
}
