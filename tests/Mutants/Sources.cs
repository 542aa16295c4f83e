using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TorchBasics.Core;

namespace TorchBasics.Tests.Mutants;

/// <summary>The files of some projects, and the changes that they allow.</summary>
internal sealed class Sources
{
    public static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    private readonly Dictionary<string, SyntaxNode> _files;

    private Sources(Dictionary<string, SyntaxNode> files) => _files = files;

    /// <summary>Parsed files by their path from the root of the repository.</summary>
    public IReadOnlyDictionary<string, SyntaxNode> Files => _files;

    public static Sources Read(string root, IEnumerable<string> projects) => new(projects
        .SelectMany(project => Directory.EnumerateFiles(Path.Combine(root, project), "*.cs", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)
        .ToDictionary(
            file => file,
            file => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(root, file)), Language, file).GetRoot()));

    /// <summary>Chooses changes by chance, each with the same.</summary>
    /// <param name="folders">Where they may lie.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Seed of the choice.</param>
    /// <returns>The changes in the order of the files, and how many there were to choose from.</returns>
    public (IReadOnlyList<Mutant> Chosen, int Of) Choose(IReadOnlyList<string> folders, int count, ulong seed)
    {
        var all = _files.Where(file => folders.Any(folder => file.Key.StartsWith($"{folder}/", StringComparison.Ordinal)))
            .SelectMany(file => CandidateFinder.Find(file.Value).Select(candidate => (File: file.Key, Candidate: candidate)))
            .ToArray();
        var order = Enumerable.Range(0, all.Length).ToArray();
        RandomGenerator.ForStream(seed, "mutants").Shuffle<int>(order);
        var chosen = order.Take(count).Order().Select((place, id) => new Mutant(
            id,
            all[place].File,
            all[place].Candidate.Site.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
            IsStatic(all[place].Candidate.Site),
            all[place].Candidate));
        return ([.. chosen], all.Length);
    }

    private static bool IsStatic(SyntaxNode site) =>
        site.Ancestors().TakeWhile(ancestor => ancestor is not AnonymousFunctionExpressionSyntax).Any(ancestor => ancestor switch
        {
            FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.StaticKeyword),
            PropertyDeclarationSyntax { Initializer: not null } property => property.Modifiers.Any(SyntaxKind.StaticKeyword),
            ConstructorDeclarationSyntax constructor => constructor.Modifiers.Any(SyntaxKind.StaticKeyword),
            _ => false,
        });
}
