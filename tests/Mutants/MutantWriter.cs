using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TorchBasics.Tests.Mutants;

/// <summary>Writes changes into a file, each behind its switch.</summary>
/// <param name="mutants">The changes, all of one file.</param>
internal sealed class MutantWriter(IEnumerable<Mutant> mutants) : CSharpSyntaxRewriter
{
    private const string Switch = "global::TorchBasics.Tests.Mutants.Planted.Switch.Is";

    private readonly ILookup<SyntaxNode, Mutant> _mutants = mutants.ToLookup(mutant => mutant.Candidate.Site);

    /// <summary>The changes at a place of a file that was written.</summary>
    /// <param name="node">A node of it.</param>
    /// <returns>Numbers of the switches around it, the innermost first.</returns>
    public static IEnumerable<int> Around(SyntaxNode node) => node.AncestorsAndSelf().Select(ancestor => ancestor switch
    {
        ConditionalExpressionSyntax choice => NumberOf(choice.Condition),
        IfStatementSyntax choice => NumberOf(choice.Condition),
        _ => null,
    }).OfType<int>();

    /// <summary>The changes inside a node of a file that was written.</summary>
    /// <param name="node">The node.</param>
    /// <returns>Numbers of their switches.</returns>
    public static IEnumerable<int> Inside(SyntaxNode node) =>
        node.DescendantNodes().OfType<ExpressionSyntax>().Select(NumberOf).OfType<int>();

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        var written = base.Visit(node);
        if (node is not null && written is not null)
            foreach (var mutant in _mutants[node])
                written = Wrap(mutant, written);
        return written;
    }

    // A constant that can change is asked for at each use.
    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node)
    {
        var written = (FieldDeclarationSyntax)base.VisitFieldDeclaration(node)!;
        if (!node.Modifiers.Any(SyntaxKind.ConstKeyword) || !HoldsMutant(node) || node.Declaration.Variables.Count > 1)
            return written;
        var modifiers = string.Join(
            ' ', node.Modifiers.Select(modifier => modifier.IsKind(SyntaxKind.ConstKeyword) ? "static" : modifier.Text));
        var variable = written.Declaration.Variables[0];
        return SyntaxFactory.ParseMemberDeclaration(
            $"{modifiers} {written.Declaration.Type} {variable.Identifier} => {variable.Initializer!.Value};\n")!
            .WithTriviaFrom(written);
    }

    public override SyntaxNode? VisitLocalDeclarationStatement(LocalDeclarationStatementSyntax node)
    {
        var written = (LocalDeclarationStatementSyntax)base.VisitLocalDeclarationStatement(node)!;
        return node.IsConst && HoldsMutant(node) ? written.WithModifiers([]).WithTriviaFrom(written) : written;
    }

    private static SyntaxNode Wrap(Mutant mutant, SyntaxNode written) => written is StatementSyntax
        ? SyntaxFactory.ParseStatement($"if ({Switch}({mutant.Id})) {{ {mutant.Candidate.Replacement} }} else {{ "
            + $"{written.WithoutTrivia()} }}").WithTriviaFrom(written)
        : SyntaxFactory
            .ParseExpression($"({Switch}({mutant.Id}) ? ({mutant.Candidate.Replacement}) : ({written.WithoutTrivia()}))")
            .WithTriviaFrom(written);

    private static int? NumberOf(ExpressionSyntax condition) =>
        condition is InvocationExpressionSyntax
        {
            ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.Value: int id } }]
        } call && call.Expression.ToString() == Switch
            ? id
            : null;

    private bool HoldsMutant(SyntaxNode node) => node.DescendantNodes().Any(inner => _mutants[inner].Any());
}
