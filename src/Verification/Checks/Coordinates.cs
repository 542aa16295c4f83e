using TorchBasics.Core;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Checks;

/// <summary>Chooses elements of arrays too large to differentiate by every one of them.</summary>
internal static class Coordinates
{
    /// <summary>Different positions in rising order; all where there are no more than asked for.</summary>
    public static int[] Choose(int count, int sampled, RandomGenerator random)
    {
        if (count <= sampled)
            return [.. Enumerable.Range(0, count)];
        var chosen = new SortedSet<int>();
        while (chosen.Count < sampled)
            chosen.Add(random.NextInt32(count));
        return [.. chosen];
    }

    /// <summary>The chosen elements, as a vector.</summary>
    public static Tensor<Float64> Take(Tensor<Float64> values, int[] chosen)
    {
        var taken = new Tensor<Float64>(chosen.Length);
        for (var i = 0; i < chosen.Length; i++)
            taken.Elements[i] = values.Elements[chosen[i]];
        return taken;
    }

    /// <summary>A comparison of the chosen elements, whose worst bears its position among all.</summary>
    public static Deviation Name(Deviation deviation, int[] chosen) =>
        deviation.Numbers.Index is [var position]
            ? deviation with { Numbers = deviation.Numbers with { Index = [chosen[position]] } }
            : deviation;
}
