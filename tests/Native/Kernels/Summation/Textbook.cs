using TorchBasics.Kernels.Summation;

namespace TorchBasics.Tests.Native.Kernels.Summation;

/// <summary>The tree of additions by its definition, from the root down, as the code under test never builds it.</summary>
internal static class Textbook
{
    /// <summary>Every count of shares that there is has a batch here.</summary>
    public const int MostSamples = 5000;

    /// <summary>The sum of all shares, written down.</summary>
    public static string Tree(int shares) => Fold(shares, share => $"{share}", (left, right) => $"({left}+{right})");

    /// <summary>The sum of numbers, one for each share.</summary>
    public static float Sum(IReadOnlyList<float> shares) =>
        Fold(shares.Count, share => shares[share], (left, right) => left + right);

    /// <summary>A batch that is cut into so many shares.</summary>
    public static ShareCut CutInto(int shares) =>
        new(Enumerable.Range(1, MostSamples).First(samples => new ShareCut(samples).Shares == shares));

    private static T Fold<T>(int shares, Func<int, T> leaf, Func<T, T, T> add)
    {
        var level = 0;
        while (1 << level < shares)
            level++;
        return Node(level, 0);

        T Node(int depth, int index) =>
            depth == 0 ? leaf(index)
            : ((2 * index) + 1) << (depth - 1) < shares ? add(Node(depth - 1, 2 * index), Node(depth - 1, (2 * index) + 1))
            : Node(depth - 1, 2 * index);
    }
}
