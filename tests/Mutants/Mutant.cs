namespace TorchBasics.Tests.Mutants;

/// <summary>A change that is compiled in behind a switch.</summary>
/// <param name="Id">Number of its switch.</param>
/// <param name="File">Source file, from the root of the repository.</param>
/// <param name="Line">Line of the change, from 1.</param>
/// <param name="IsStatic">Whether it acts when a type is first used, so that whichever test comes first meets it.</param>
/// <param name="Candidate">The change.</param>
internal sealed record Mutant(int Id, string File, int Line, bool IsStatic, Candidate Candidate)
{
    /// <summary>src/Training for src/Training/Metrics/Evaluator.cs: the folder of its project.</summary>
    public string Project => string.Join('/', File.Split('/')[..2]);

    public override string ToString() => $"{File}({Line}): {Candidate.Change}";
}
