using System.Numerics;
using TorchBasics.Lessons.Learning;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Draws the lines of neurons and the regions between them, each with the answers of all neurons.</summary>
internal static class ArrangementDrawing
{
    private const int Places = 41;
    private const double Least = 0.09; // room that letters need, as a share of half a side

    /// <summary>Draws the square from -1 to 1.</summary>
    /// <param name="neurons">The neurons.</param>
    public static PlaneDrawing Draw(IReadOnlyList<NeuronWeights> neurons)
    {
        var plane = new PlaneDrawing(-1, 1, -1, 1);
        List<(double X, double Y)> places = [.. plane.Places.Distinct()];
        var answers = places.Zip(NeuronAnswers.Ask(neurons, places))
            .ToDictionary(pair => pair.First, pair => pair.Second.Answers);
        // Neighbours differ in one answer, so that they differ in how many neurons fire, and in colour.
        plane.Regions((x, y) => BitOperations.PopCount((uint)answers[(x, y)]) % 4);
        foreach (var (w1, w2, b) in neurons)
            plane.Line(w1, w2, b);
        foreach (var (region, (x, y)) in Middles(neurons))
            plane.Text(x, y - 0.03, Word(region, neurons.Count));
        return plane;
    }

    /// <summary>Answers as digits, the first neuron's first.</summary>
    public static string Word(int answers, int neurons) =>
        string.Concat(Enumerable.Range(0, neurons).Select(k => (answers >> k) & 1));

    // For each region that has room, the place that is farthest from its edges.
    private static Dictionary<int, (double X, double Y)> Middles(IReadOnlyList<NeuronWeights> neurons)
    {
        var best = new Dictionary<int, (double Room, double X, double Y)>();
        List<(double X, double Y)> places =
            [.. Enumerable.Range(0, Places * Places).Select(k => (Place(k % Places), Place(k / Places)))];
        foreach (var ((x, y), (region, _)) in places.Zip(NeuronAnswers.Ask(neurons, places)))
        {
            var room = neurons.Select(neuron => Distance(neuron, x, y)).Append(1 - Math.Abs(x)).Append(1 - Math.Abs(y)).Min();
            if (room > best.GetValueOrDefault(region, (Least, 0, 0)).Room)
                best[region] = (room, x, y);
        }

        return best.ToDictionary(pair => pair.Key, pair => (pair.Value.X, pair.Value.Y));
    }

    private static double Place(int k) => -1 + (2.0 * k / (Places - 1));

    private static double Distance(NeuronWeights neuron, double x, double y) =>
        Math.Abs((neuron.W1 * x) + (neuron.W2 * y) + neuron.B) / Math.Sqrt((neuron.W1 * neuron.W1) + (neuron.W2 * neuron.W2));
}
