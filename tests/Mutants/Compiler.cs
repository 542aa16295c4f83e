using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TorchBasics.Tests.Mutants;

/// <summary>Finds the changes that the compiler refuses, project by project, without a build.</summary>
/// <param name="sources">The files as they are.</param>
/// <param name="libraries">A folder with everything that the projects refer to.</param>
internal sealed class Compiler(Sources sources, string libraries)
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    private readonly SyntaxTree[] _more =
    [
        CSharpSyntaxTree.ParseText(Usings, Sources.Language),
        CSharpSyntaxTree.ParseText(WorkingCopy.Planted("Switch.cs"), Sources.Language)
    ];

    /// <summary>Leaves out what does not compile.</summary>
    /// <param name="mutants">All changes.</param>
    /// <returns>Those that compile together.</returns>
    public IReadOnlyList<Mutant> Keep(IReadOnlyList<Mutant> mutants) =>
        [.. mutants.GroupBy(mutant => mutant.Project)
            .SelectMany(group => Keep(group.Key, [.. group])).OrderBy(mutant => mutant.Id)];

    private List<Mutant> Keep(string project, List<Mutant> mutants)
    {
        var references = References(project);
        var before = Errors(project, references, []).Select(Kind).ToHashSet(); // what generators would have added is missing here
        while (true)
        {
            var wrong = Errors(project, references, mutants)
                .Where(error => !before.Contains(Kind(error))).SelectMany(error => Guilty(error, mutants)).ToHashSet();
            if (wrong.Count == 0)
                return mutants;
            mutants.RemoveAll(mutant => wrong.Contains(mutant.Id));
        }
    }

    private List<Diagnostic> Errors(string project, IReadOnlyList<MetadataReference> references, IReadOnlyList<Mutant> mutants)
    {
        var byFile = mutants.ToLookup(mutant => mutant.File);
        var trees = sources.Files.Where(file => file.Key.StartsWith($"{project}/", StringComparison.Ordinal))
            .Select(file => CSharpSyntaxTree.ParseText(
                new MutantWriter(byFile[file.Key]).Visit(file.Value)!.ToFullString(), Sources.Language, file.Key));
        return [.. CSharpCompilation.Create($"TorchBasics.{Path.GetFileName(project)}", [.. trees, .. _more], references, Options)
            .GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }

    // The changes around the error; where it lies beside them, such as a variable without a value, all of the member; where not
    // even a member can be read, all of the file.
    private static List<int> Guilty(Diagnostic error, IReadOnlyList<Mutant> mutants)
    {
        var root = error.Location.SourceTree!.GetRoot();
        var node = root.FindNode(error.Location.SourceSpan);
        var member = node.Ancestors().OfType<MemberDeclarationSyntax>().FirstOrDefault();
        var guilty = new[] { MutantWriter.Around(node).Take(1), member is null ? [] : MutantWriter.Inside(member), mutants
            .Where(mutant => mutant.File == error.Location.SourceTree.FilePath).Select(mutant => mutant.Id) }
            .Select(ids => ids.ToList()).FirstOrDefault(ids => ids.Count > 0);
        return guilty ?? throw new InvalidOperationException($"{error}: no change is near.");
    }

    private List<PortableExecutableReference> References(string project) =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(path) is "mscorlib.dll" or "netstandard.dll" or "Microsoft.Win32.Primitives.dll")
            .Concat(Directory.EnumerateFiles(libraries, "*.dll")
                .Where(path => Path.GetFileNameWithoutExtension(path) != $"TorchBasics.{Path.GetFileName(project)}"))
            .DistinctBy(Path.GetFileName).Where(IsManaged).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static bool IsManaged(string path)
    {
        using var reader = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(path));
        return reader.HasMetadata;
    }

    private static (string Id, string? File) Kind(Diagnostic error) => (error.Id, error.Location.SourceTree?.FilePath);
}
