using TorchBasics.Lessons.Blocks;

namespace TorchBasics.Lessons;

/// <summary>What came out of an experiment.</summary>
/// <param name="Hash">16 hexadecimal digits that stand for all numbers of the result (see <see cref="NumberHash"/>).</param>
/// <param name="Body">What is shown.</param>
/// <param name="Claims">What the lesson says about the result, with the verdicts.</param>
/// <param name="Solved">For each question, whether these parameters answer it.</param>
/// <param name="Downloads">Files that can be taken along, such as a trained network.</param>
public sealed record LessonRun(
    string Hash,
    IReadOnlyList<Block> Body,
    IReadOnlyList<ClaimVerdict> Claims,
    IReadOnlyDictionary<string, bool> Solved,
    IReadOnlyList<Download> Downloads)
{
    /// <summary>Whether every claim holds.</summary>
    public bool Holds => Claims.All(claim => claim.Holds);
}
