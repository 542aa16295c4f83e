using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxKind;

namespace TorchBasics.Tests.Mutants;

/// <summary>Finds the changes of one operator, number, condition or statement that a file allows.</summary>
/// <remarks>
/// Texts of messages, attributes, default values of parameters, members of enumerations and labels of cases stay as they are: a
/// switch cannot stand there, or what changes is wording.
/// </remarks>
internal static class CandidateFinder
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind[]> Operators = new()
    {
        [AddExpression] = [SubtractExpression],
        [SubtractExpression] = [AddExpression],
        [MultiplyExpression] = [DivideExpression],
        [DivideExpression] = [MultiplyExpression],
        [ModuloExpression] = [MultiplyExpression],
        [LeftShiftExpression] = [RightShiftExpression],
        [RightShiftExpression] = [LeftShiftExpression],
        [LessThanExpression] = [LessThanOrEqualExpression, GreaterThanOrEqualExpression],
        [LessThanOrEqualExpression] = [LessThanExpression, GreaterThanExpression],
        [GreaterThanExpression] = [GreaterThanOrEqualExpression, LessThanOrEqualExpression],
        [GreaterThanOrEqualExpression] = [GreaterThanExpression, LessThanExpression],
        [EqualsExpression] = [NotEqualsExpression],
        [NotEqualsExpression] = [EqualsExpression],
        [LogicalAndExpression] = [LogicalOrExpression],
        [LogicalOrExpression] = [LogicalAndExpression],
        [AddAssignmentExpression] = [SubtractAssignmentExpression],
        [SubtractAssignmentExpression] = [AddAssignmentExpression],
        [MultiplyAssignmentExpression] = [DivideAssignmentExpression],
        [DivideAssignmentExpression] = [MultiplyAssignmentExpression],
        [PostIncrementExpression] = [PostDecrementExpression],
        [PostDecrementExpression] = [PostIncrementExpression],
    };

    private static readonly Dictionary<SyntaxKind, SyntaxKind> Borders = new()
    {
        [LessThanToken] = LessThanEqualsToken,
        [LessThanEqualsToken] = LessThanToken,
        [GreaterThanToken] = GreaterThanEqualsToken,
        [GreaterThanEqualsToken] = GreaterThanToken,
    };

    private static readonly Dictionary<string, string> Methods = new()
    {
        ["Min"] = "Max",
        ["Max"] = "Min",
        ["MinBy"] = "MaxBy",
        ["MaxBy"] = "MinBy",
        ["First"] = "Last",
        ["Last"] = "First",
        ["Any"] = "All",
        ["All"] = "Any",
        ["Skip"] = "Take",
        ["Take"] = "Skip",
        ["SkipLast"] = "TakeLast",
        ["TakeLast"] = "SkipLast",
        ["Floor"] = "Ceiling",
        ["Ceiling"] = "Floor",
        ["OrderBy"] = "OrderByDescending",
        ["OrderByDescending"] = "OrderBy",
        ["Sum"] = "Max",
        ["Sin"] = "Cos",
        ["Cos"] = "Sin",
    };

    /// <summary>All changes of a file, in its order.</summary>
    /// <param name="root">The file.</param>
    /// <returns>The changes.</returns>
    public static IEnumerable<Candidate> Find(SyntaxNode root) =>
        root.DescendantNodes(node => !IsFixed(node) && node is not RelationalPatternSyntax)
            .Where(node => !IsFixed(node)).SelectMany(Of).Where(IsExpressible);

    private static IEnumerable<Candidate> Of(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary => Binary(binary),
        PrefixUnaryExpressionSyntax { RawKind: (int)LogicalNotExpression or (int)UnaryMinusExpression } unary =>
            [Change(unary, unary.Operand)],
        LiteralExpressionSyntax literal => Literal(literal),
        IfStatementSyntax choice => [Negate(choice.Condition)],
        ConditionalExpressionSyntax choice => [Negate(choice.Condition)],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call
            when Methods.TryGetValue(member.Name.Identifier.Text, out var name) =>
            [Change(call, call.ReplaceToken(member.Name.Identifier, SyntaxFactory.Identifier(name)))],
        ExpressionStatementSyntax statement => Statement(statement),
        BreakStatementSyntax or ContinueStatementSyntax or ReturnStatementSyntax { Expression: null } => [Omit(node)],
        RelationalPatternSyntax pattern => Pattern(pattern),
        _ => [],
    };

    private static IEnumerable<Candidate> Binary(BinaryExpressionSyntax binary) => binary.IsKind(CoalesceExpression)
        ? [Change(binary, binary.Right)]
        : Operators.GetValueOrDefault(binary.Kind(), [])
            .Select(kind => Change(binary, SyntaxFactory.BinaryExpression(kind, Grouped(binary.Left), Grouped(binary.Right))));

    // Or binds less than and.
    private static ExpressionSyntax Grouped(ExpressionSyntax operand) =>
        operand.IsKind(LogicalOrExpression) ? SyntaxFactory.ParenthesizedExpression(operand.WithoutTrivia()) : operand;

    private static IEnumerable<Candidate> Literal(LiteralExpressionSyntax literal) => (literal.Token.Value switch
    {
        true => [False()],
        false => [True()],
        int n when n > 0 => [Number(SyntaxFactory.Literal(n - 1)), Number(SyntaxFactory.Literal(n + 1))],
        int n => [Number(SyntaxFactory.Literal(n + 1))],
        long n => [Number(SyntaxFactory.Literal(n + 1))],
        ulong n => [Number(SyntaxFactory.Literal(n + 1))],
        double x => [Number(SyntaxFactory.Literal(x == 0 ? 1 : x * 1.01)), Number(SyntaxFactory.Literal(x == 0 ? 1e-3 : x * 2))],
        float x => [Number(SyntaxFactory.Literal(x == 0 ? 1 : x * 1.01f)), Number(SyntaxFactory.Literal(x == 0 ? 1e-3f : x * 2))],
        _ => Array.Empty<ExpressionSyntax>(),
    }).Select(other => Change(literal, other));

    private static IEnumerable<Candidate> Statement(ExpressionStatementSyntax statement)
    {
        yield return Omit(statement);
        if (!Operators.TryGetValue(statement.Expression.Kind(), out var kinds))
            yield break;
        ExpressionSyntax? other = statement.Expression switch
        {
            AssignmentExpressionSyntax assignment =>
                SyntaxFactory.AssignmentExpression(kinds[0], assignment.Left, assignment.Right),
            PostfixUnaryExpressionSyntax count => SyntaxFactory.PostfixUnaryExpression(kinds[0], count.Operand),
            _ => null,
        };
        if (other is not null)
            yield return Change(statement, SyntaxFactory.ExpressionStatement(other));
    }

    // A pattern is no expression: the switch stands around the one that it belongs to.
    private static IEnumerable<Candidate> Pattern(RelationalPatternSyntax pattern)
    {
        var whole = pattern.Ancestors()
            .FirstOrDefault(ancestor => ancestor is IsPatternExpressionSyntax or SwitchExpressionSyntax or SwitchStatementSyntax);
        return whole is null or SwitchStatementSyntax
            ? []
            : [new(
                whole,
                whole.ReplaceToken(pattern.OperatorToken, SyntaxFactory.Token(Borders[pattern.OperatorToken.Kind()])),
                $"{Text(pattern)} => the other border")];
    }

    private static Candidate Negate(ExpressionSyntax condition) =>
        Change(condition, SyntaxFactory.PrefixUnaryExpression(
            LogicalNotExpression, SyntaxFactory.ParenthesizedExpression(condition.WithoutTrivia())));

    private static Candidate Omit(SyntaxNode statement) => new(statement, null, $"{Text(statement)} left out");

    private static Candidate Change(SyntaxNode site, SyntaxNode replacement) =>
        new(site, replacement, $"{Text(site)} => {Text(replacement)}");

    private static LiteralExpressionSyntax Number(SyntaxToken token) =>
        SyntaxFactory.LiteralExpression(NumericLiteralExpression, token);

    private static LiteralExpressionSyntax True() => SyntaxFactory.LiteralExpression(TrueLiteralExpression);

    private static LiteralExpressionSyntax False() => SyntaxFactory.LiteralExpression(FalseLiteralExpression);

    private static string Text(SyntaxNode node) => node.WithoutTrivia().NormalizeWhitespace(" ", " ").ToString();

    private static bool IsFixed(SyntaxNode node) =>
        node is AttributeListSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or InterpolatedStringExpressionSyntax
            or EnumMemberDeclarationSyntax
            or CaseSwitchLabelSyntax or ConstantPatternSyntax or UsingDirectiveSyntax or NameEqualsSyntax
        || node is EqualsValueClauseSyntax { Parent: ParameterSyntax }
        || node is FieldDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(FixedKeyword);

    // A variable that the expression declares would be declared twice.
    private static bool IsExpressible(Candidate candidate) => candidate.Replacement is null
        || !candidate.Site.DescendantNodes().Any(node => node is SingleVariableDesignationSyntax && !node.Ancestors()
            .TakeWhile(ancestor => ancestor != candidate.Site).Any(ancestor => ancestor is LambdaExpressionSyntax));
}
