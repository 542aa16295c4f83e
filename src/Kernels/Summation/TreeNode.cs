namespace TorchBasics.Kernels.Summation;

/// <summary>
/// A node of the tree in which shares are added: the sum of 2^level neighbours, or of as many of them as there are.
/// </summary>
/// <param name="Level">0 for a share itself.</param>
/// <param name="Index">Which node of its level, from the left.</param>
internal readonly record struct TreeNode(int Level, int Index)
{
    /// <summary>Whether it reaches the last of so many shares.</summary>
    public bool Ends(int shares) => (Index + 1L) << Level >= shares;

    /// <summary>The node above it.</summary>
    public TreeNode Parent => new(Level + 1, Index / 2);

    /// <summary>Whether another node is the one on its right under the same parent.</summary>
    public bool IsLeftOf(TreeNode other) => Level == other.Level && Index % 2 == 0 && other.Index == Index + 1;
}
