using TorchBasics.Core.Layers;
using TorchBasics.Reference;

namespace TorchBasics.Lessons.Learning;

/// <summary>Tries all weights on a grid and notes which functions of two bits a neuron computes with them.</summary>
/// <remarks>
/// A function is a number: bit k is the answer for row k of <see cref="TruthTable"/>. The grid's numbers are exact, and so are
/// the sums.
/// </remarks>
/// <param name="Tried">How many neurons were tried.</param>
/// <param name="Found">For each of the 16 functions, the first weights that compute it; null for none.</param>
/// <param name="Hits">For each of the 16 functions, how many neurons compute it.</param>
internal sealed record NeuronSearch(int Tried, IReadOnlyList<NeuronWeights?> Found, IReadOnlyList<int> Hits)
{
    private const double End = 2, Distance = 0.25;

    /// <summary>Tries w1, w2 and b from -2 to 2 in steps of a quarter.</summary>
    public static NeuronSearch Run()
    {
        var rows = TruthTable.Rows("and"); // for their inputs
        double[] numbers = [.. Enumerable.Range(0, (int)(2 * End / Distance) + 1).Select(k => -End + (k * Distance))];
        List<NeuronWeights> neurons =
            [.. numbers.SelectMany(w1 => numbers.SelectMany(w2 => numbers.Select(b => new NeuronWeights(w1, w2, b))))];
        var sums = NeuronAnswers.Sums(neurons, [.. rows.Select(row => (row.X1, row.X2))]);
        var fires = ReferenceLayer.Forward(new Step(), [], sums);
        var (found, hits) = (new NeuronWeights?[16], new int[16]);
        foreach (var (k, neuron) in neurons.Index())
        {
            var function = Enumerable.Range(0, rows.Count).Sum(row => (int)fires[row, k].Value << row);
            found[function] ??= neuron;
            hits[function]++;
        }

        return new(neurons.Count, found, hits);
    }

    /// <summary>A truth table as a number.</summary>
    public static int Function(IReadOnlyList<(double X1, double X2, int Target)> rows) =>
        rows.Select((row, k) => row.Target << k).Sum();

    /// <summary>How many neurons get how many rows of a function right: counts for 0 to 4 rows.</summary>
    public IReadOnlyList<int> ByRowsRight(int function)
    {
        var counts = new int[5];
        for (var other = 0; other < Hits.Count; other++)
            counts[4 - int.PopCount(function ^ other)] += Hits[other];
        return counts;
    }
}
