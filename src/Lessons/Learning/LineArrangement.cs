using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>The regions into which the lines of neurons cut the whole plane, counted exactly.</summary>
/// <remarks>
/// A region is a combination of answers: bit k says whether neuron k fires. Every region has a piece of a line as an edge, so
/// that a point of each piece, with the two answers of that line's neuron, gives all of them. The points are fractions:
/// nothing is rounded. Source of the count by cuts: Steiner 1826.
/// </remarks>
/// <param name="Regions">The combinations that occur, in rising order.</param>
/// <param name="Pieces">For each line, into how many pieces those before it cut it; 0 where it is one of them again.</param>
internal sealed record LineArrangement(IReadOnlyList<int> Regions, IReadOnlyList<int> Pieces)
{
    /// <summary>The regions by counting cuts: the whole plane, and each piece of a new line cuts a region in two.</summary>
    public int CountByCuts => 1 + Pieces.Sum();

    /// <summary>The most regions that n lines can make.</summary>
    /// <param name="lines">n.</param>
    public static int Most(int lines) => 1 + lines + (lines * (lines - 1) / 2);

    /// <summary>Finds the regions.</summary>
    /// <param name="neurons">The neurons; each needs a weight that is not 0.</param>
    public static LineArrangement Of(IReadOnlyList<NeuronWeights> neurons)
    {
        var lines = neurons.Select(neuron => new Line(
            Rational.From(neuron.W1), Rational.From(neuron.W2), Rational.From(neuron.B))).ToList();
        var regions = new SortedSet<int>();
        for (var k = 0; k < lines.Count; k++)
            foreach (var (x, y) in InPieces(lines[k], lines))
                regions.UnionWith(Beside(lines, k, x, y));
        return new([.. regions], [.. lines.Select((line, k) => lines.Take(k).Any(line.IsSame)
            ? 0
            : Cuts(line, lines.Take(k)).Count + 1)]);
    }

    // The answers on both sides of line k at a point of it. A line that is the same again turns with it.
    private static int[] Beside(List<Line> lines, int k, Rational x, Rational y)
    {
        var (above, below) = (1 << k, 0);
        foreach (var (j, line) in lines.Index().Where(one => one.Index != k))
        {
            var value = line.At(x, y);
            var faces = (line.W1 * lines[k].W1) + (line.W2 * lines[k].W2) > default(Rational);
            if (value > default(Rational) || (value == default && faces))
                above |= 1 << j;
            if (value > default(Rational) || (value == default && !faces))
                below |= 1 << j;
        }

        return [above, below];
    }

    // A point in each of the pieces into which the others cut a line.
    private static IEnumerable<(Rational X, Rational Y)> InPieces(Line line, IEnumerable<Line> others)
    {
        var one = Rational.From(1);
        var cuts = Cuts(line, others);
        if (cuts.Count == 0)
            return [line.Point(default)];
        return
        [
            line.Point(cuts[0] - one),
            .. cuts.Zip(cuts.Skip(1), (from, to) => line.Point((from + to) / Rational.From(2))),
            line.Point(cuts[^1] + one),
        ];
    }

    private static List<Rational> Cuts(Line line, IEnumerable<Line> others)
    {
        var cuts = new List<Rational>();
        foreach (var other in others)
        {
            var (x, y) = line.Point(default);
            var along = (other.W2 * line.W1) - (other.W1 * line.W2);
            if (along != default)
                cuts.Add(-other.At(x, y) / along);
        }

        cuts.Sort((a, b) => a < b ? -1 : a == b ? 0 : 1);
        return [.. cuts.Distinct()];
    }

    private sealed record Line(Rational W1, Rational W2, Rational B)
    {
        public Rational At(Rational x, Rational y) => (W1 * x) + (W2 * y) + B;

        // The foot of the origin, and t times the direction (-w2, w1) from there.
        public (Rational X, Rational Y) Point(Rational t)
        {
            var foot = -B / ((W1 * W1) + (W2 * W2));
            return ((foot * W1) - (t * W2), (foot * W2) + (t * W1));
        }

        public bool IsSame(Line other) =>
            W1 * other.W2 == W2 * other.W1 && W1 * other.B == B * other.W1 && W2 * other.B == B * other.W2;
    }
}
