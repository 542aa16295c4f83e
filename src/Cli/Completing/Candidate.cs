namespace TorchBasics.Cli.Completing;

/// <summary>A word that can stand where the cursor is.</summary>
/// <param name="Word">The word.</param>
/// <param name="Meaning">What it means, on one line; empty where it speaks for itself.</param>
internal sealed record Candidate(string Word, string Meaning = "");
