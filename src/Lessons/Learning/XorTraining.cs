using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>A network with one hidden layer of tanh units that learns XOR by gradient descent, looked at on the way.</summary>
/// <param name="Stops">The network after some of the steps, the first one untrained.</param>
/// <param name="Losses">The loss before each step.</param>
internal sealed record XorTraining(IReadOnlyList<XorStop> Stops, IReadOnlyList<double> Losses)
{
    /// <summary>The network: two inputs, hidden units, an output for each answer.</summary>
    /// <param name="hidden">How many hidden units.</param>
    public static Architecture Describe(int hidden) => new(
        "xor-mlp", [2], new Linear("hidden", 2, hidden), new Tanh(), new Linear("output", hidden, 2));

    /// <summary>Trains.</summary>
    /// <param name="architecture">The network, as <see cref="Describe"/> gives it.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="steps">Steps; each sees all four rows.</param>
    /// <param name="stops">After how many steps to look at the network; the last one is the end.</param>
    /// <param name="report">Told how much is done.</param>
    public static XorTraining Run(
        Architecture architecture, ulong seed, double rate, int steps, IReadOnlyList<int> stops, Action<double>? report = null)
    {
        var rows = TruthTable.Rows("xor");
        var x = Tensor<Float64>.From([rows.Count, 2], [.. rows.SelectMany(row => (double[])[row.X1, row.X2])]);
        int[] labels = [.. rows.Select(row => row.Target)];
        var network = ReferenceNetwork.Initialize(architecture, PlaneClassifier.Rule, seed);
        var (seen, losses) = (new List<XorStop>(), new List<double>());
        for (var step = 0; ; step++)
        {
            if (stops.Contains(step))
                seen.Add(XorStop.Of(step, network, x, labels));
            if (step == steps)
                return new(seen, losses);
            losses.Add(network.Step(x, labels, LossKind.CrossEntropy, rate));
            if (step % 50 == 0)
                report?.Invoke(step / (double)steps);
        }
    }
}

/// <summary>The network at one moment.</summary>
/// <param name="Step">After how many steps.</param>
/// <param name="Hidden">The hidden values of the four rows.</param>
/// <param name="Answers">Its answers to the four rows.</param>
/// <param name="Outputs">Both outputs for the four rows, row by row.</param>
/// <param name="Classifier">The network, to be asked for any place of the plane.</param>
/// <param name="Output">For each hidden unit, how much it speaks for the answer 1 rather than 0; the bias last.</param>
internal sealed record XorStop(
    int Step,
    IReadOnlyList<double[]> Hidden,
    IReadOnlyList<int> Answers,
    IReadOnlyList<double> Outputs,
    PlaneClassifier Classifier,
    IReadOnlyList<double> Output)
{
    /// <summary>The two hidden units whose values matter most for the answers: weight times range.</summary>
    public (int First, int Second) Leading()
    {
        var order = Enumerable.Range(0, Output.Count - 1)
            .OrderByDescending(unit => Math.Abs(Output[unit]) * (Hidden.Max(row => row[unit]) - Hidden.Min(row => row[unit])))
            .Take(2).Order().ToList();
        return (order[0], order[1]);
    }

    /// <summary>Looks at a network.</summary>
    internal static XorStop Of(int step, ReferenceNetwork network, Tensor<Float64> x, int[] labels)
    {
        var classifier = PlaneClassifier.Of(step, network, x, labels);
        var results = network.Forward(x);
        var units = results[2].Sizes[1];
        var (hidden, outputs) = (results[2].ToDoubles(), results[^1].ToDoubles());
        var (weights, biases) = (network.Parameters[2][0], network.Parameters[2][1]);
        return new(
            step,
            [.. hidden.Chunk(units)],
            [.. outputs.Chunk(2).Select(pair => pair[1] > pair[0] ? 1 : 0)],
            outputs,
            classifier,
            [
                .. Enumerable.Range(0, units).Select(unit => weights[1, unit].Value - weights[0, unit].Value),
                biases[1].Value - biases[0].Value,
            ]);
    }
}
