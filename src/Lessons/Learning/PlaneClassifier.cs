using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>Something that says of each place of the plane which class it belongs to.</summary>
/// <param name="Step">After how many steps of training, or passes.</param>
/// <param name="Outputs">For each of some places a number for each class; the largest one wins.</param>
/// <param name="Lines">The lines of its first neurons.</param>
/// <param name="Loss">The mean cross-entropy before the next step; NaN where nothing was minimized.</param>
internal sealed record PlaneClassifier(
    int Step, Func<IReadOnlyList<(double X, double Y)>, double[][]> Outputs, IReadOnlyList<NeuronWeights> Lines, double Loss)
{
    private readonly Dictionary<(double X, double Y), int> _known = [];

    /// <summary>The class of a place; -1 where the outputs are no numbers.</summary>
    public int Classify(double x, double y)
    {
        if (!_known.ContainsKey((x, y)))
            Prepare([(x, y)]);
        return _known[(x, y)];
    }

    /// <summary>Computes many places at once, which is quicker than one by one.</summary>
    /// <param name="places">Places that will be asked for.</param>
    public void Prepare(IEnumerable<(double X, double Y)> places)
    {
        var unknown = places.Where(place => !_known.ContainsKey(place)).ToList();
        foreach (var (place, outputs) in unknown.Zip(Outputs(unknown)))
            _known[place] = Array.TrueForAll(outputs, double.IsFinite) ? Array.IndexOf(outputs, outputs.Max()) : -1;
    }

    /// <summary>How many points it gives to a wrong class.</summary>
    public int Mistakes(IReadOnlyList<PlanePoint> points) => points.Count(point => Classify(point.X, point.Y) != point.Class);

    /// <summary>One neuron for each class, which learns its own class against all others by the perceptron rule.</summary>
    public static PlaneClassifier OneAgainstAll(IReadOnlyList<PlanePoint> points, int classes, int passes)
    {
        var neurons = Enumerable.Range(0, classes).Select(label => PerceptronRule.Learn(
            [.. points.Select(point => (point.X, point.Y, point.Class == label ? 1 : 0))], default, rate: 1, passes)).ToList();
        return new(
            neurons.Max(neuron => neuron.Passes),
            places => [.. places.Select(place => neurons.Select(
                neuron => PerceptronRule.Ask(neuron.Weights, place.X, place.Y).Sum).ToArray())],
            [.. neurons.Select(neuron => neuron.Weights)],
            double.NaN);
    }

    /// <summary>A network that learns by gradient descent (Adam) on all points at once.</summary>
    /// <param name="points">The points.</param>
    /// <param name="architecture">Two inputs, an output for each class.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="stops">After how many steps to look at it, in rising order.</param>
    /// <param name="report">Told how much is done.</param>
    /// <returns>The network after each of those numbers of steps, and the loss before each step.</returns>
    public static (IReadOnlyList<PlaneClassifier> Stops, IReadOnlyList<double> Losses) Train(
        IReadOnlyList<PlanePoint> points, Architecture architecture, ulong seed, double rate, IReadOnlyList<int> stops,
        Action<double>? report)
    {
        var x = Tensor<Float64>.From([points.Count, 2], [.. points.SelectMany(point => (double[])[point.X, point.Y])]);
        int[] labels = [.. points.Select(point => point.Class)];
        var network = ReferenceNetwork.Initialize(architecture, Rule, seed);
        var (seen, losses) = (new List<PlaneClassifier>(), new List<double>());
        for (var step = 0; ; step++)
        {
            if (stops.Contains(step))
                seen.Add(Of(step, network, x, labels));
            if (step == stops[^1])
                return (seen, losses);
            losses.Add(network.Step(x, labels, LossKind.CrossEntropy, rate));
            if (step % 50 == 0)
                report?.Invoke(step / (double)stops[^1]);
        }
    }

    /// <summary>The rule that moves the weights.</summary>
    public static ReferenceOptimizer Rule { get; } = new(OptimizerKind.Adam, 0.9);

    /// <summary>A network as it is now, whatever becomes of it.</summary>
    /// <param name="step">After how many steps.</param>
    /// <param name="network">The network.</param>
    /// <param name="x">The samples [N, 2].</param>
    /// <param name="labels">Their classes.</param>
    public static PlaneClassifier Of(int step, ReferenceNetwork network, Tensor<Float64> x, ReadOnlySpan<int> labels)
    {
        var copy = new ReferenceNetwork(network.Architecture, network.Parameters, Rule);
        var (weights, biases, classes) = (copy.Parameters[0][0], copy.Parameters[0][1], copy.Architecture.ClassCount);
        return new(
            step,
            places => [.. copy.Outputs(Tensor<Float64>.From(
                [places.Count, 2], [.. places.SelectMany(place => (double[])[place.X, place.Y])])).ToDoubles().Chunk(classes)],
            copy.Architecture.Layers.Count == 1
                ? []
                : [.. Enumerable.Range(0, biases.Sizes[0]).Select(unit => new NeuronWeights(
                    weights[unit, 0].Value, weights[unit, 1].Value, biases[unit].Value))],
            ReferenceLoss.Value(LossKind.CrossEntropy, 0, network.Architecture.ClassCount, network.Outputs(x), labels).Value);
    }
}
