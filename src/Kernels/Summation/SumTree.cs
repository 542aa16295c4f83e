namespace TorchBasics.Kernels.Summation;

/// <summary>
/// Adds nodes of the tree, which come from left to right, as soon as both that stand under one parent are there: whoever begins
/// with which nodes, the same numbers are added to each other. Source: pairwise summation, Higham, Accuracy and Stability of
/// Numerical Algorithms, 2nd edition, section 4.1.
/// </summary>
/// <param name="shares">Shares of the whole batch.</param>
internal sealed class SumTree(int shares)
{
    private readonly List<(TreeNode Node, int Number)> _waiting = [];
    private readonly List<(int Into, int From)> _pairs = [];

    /// <summary>The sums so far that wait for what stands on their right, from left to right.</summary>
    public TreeNode[] Waiting => [.. _waiting.Select(each => each.Node)];

    /// <summary>For each sum that waits the number of the node that stands for it.</summary>
    public int[] Heads => [.. _waiting.Select(each => each.Number)];

    /// <summary>
    /// Additions in their order: the node of the second number is added to that of the first, which then stands for both.
    /// </summary>
    public (int Into, int From)[] Pairs => [.. _pairs];

    /// <summary>How many sums wait.</summary>
    public int Depth => _waiting.Count;

    /// <summary>The next node.</summary>
    /// <param name="node">The one on the right of all before.</param>
    /// <param name="number">What it is called in <see cref="Pairs"/>.</param>
    /// <returns>
    /// How many additions it allows: it is added to the last one that waits, their sum to the one before, and so on.
    /// </returns>
    public int Push(TreeNode node, int number)
    {
        for (var additions = 0; ; node = node.Parent)
        {
            if (_waiting.Count > 0 && _waiting[^1].Node.IsLeftOf(node))
            {
                var left = _waiting[^1].Number;
                _pairs.Add((left, number));
                number = left;
                _waiting.RemoveAt(_waiting.Count - 1);
                additions++;
            }
            else if (node.Index % 2 != 0 || node.Index == 0 || !node.Ends(shares))
            {
                // Its left neighbour is missing, or its right one is still to come.
                _waiting.Add((node, number));
                return additions;
            }
        }
    }
}
