namespace TorchBasics.Training.Ranks;

/// <summary>What kinds of messages there are.</summary>
internal static class RankTags
{
    /// <summary>"I am alive", "I have failed", "good-bye".</summary>
    public const int Control = 1;

    /// <summary>Small things that everybody tells everybody.</summary>
    public const int Gather = 2;

    /// <summary>Losses of a step.</summary>
    public const int Losses = 3;

    /// <summary>The size, then the bytes, of what rank 0 tells everybody.</summary>
    public const int Broadcast = 4;

    private const int FirstPart = 16;

    /// <summary>Sums of a part of the gradients.</summary>
    public static int Sums(int part) => FirstPart + (2 * part);

    /// <summary>Slices of the finished part.</summary>
    public static int Slices(int part) => FirstPart + (2 * part) + 1;
}
