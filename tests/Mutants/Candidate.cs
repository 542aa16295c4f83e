using Microsoft.CodeAnalysis;

namespace TorchBasics.Tests.Mutants;

/// <summary>A change that could be made.</summary>
/// <param name="Site">The expression or statement that is replaced.</param>
/// <param name="Replacement">What stands there instead; null for a statement that is left out.</param>
/// <param name="Change">The change in words of code, such as "a &lt; b => a &lt;= b".</param>
internal sealed record Candidate(SyntaxNode Site, SyntaxNode? Replacement, string Change);
