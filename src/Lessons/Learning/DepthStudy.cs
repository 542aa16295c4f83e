using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Digits;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>Networks of growing depth learn the same small digits in the same way.</summary>
/// <param name="Activation">"tanh", "relu" or "sigmoid".</param>
/// <param name="IsScaled">
/// Whether initial weights are drawn so wide that signals keep their size (variance 1 / fan-in, twice that for ReLU); else
/// PyTorch's default, evenly over (-b, b) with b = 1 / sqrt(fan-in), whose variance is 1 / (3 fan-in).
/// </param>
/// <param name="Width">Units of each hidden layer.</param>
/// <param name="Epochs">Passes over the training digits.</param>
/// <param name="Rate">Learning rate of gradient descent with momentum 0.9.</param>
/// <param name="Seed">Seed of the initial weights.</param>
internal sealed record DepthStudy(string Activation, bool IsScaled, int Width, int Epochs, double Rate, ulong Seed)
{
    private const int Features = 49;
    private const int Classes = 10;
    private const int Training = 80;
    private const int HoldOut = 100;
    private const int Batch = 8;

    /// <summary>The depths.</summary>
    public static IReadOnlyList<int> Depths { get; } = [1, 2, 4, 8, 16];

    /// <summary>The largest slope that the activation can have.</summary>
    public double LargestSlope => Activation == "sigmoid" ? 0.25 : 1;

    /// <summary>Trains them.</summary>
    /// <param name="report">Told how much is done.</param>
    /// <returns>What came out, from the shallowest to the deepest.</returns>
    public IReadOnlyList<DepthRun> Run(Action<double>? report)
    {
        var digits = SmallDigits.Take(DigitSet.Training, 0, Training);
        var unseen = SmallDigits.Take(DigitSet.Test, 0, HoldOut);
        var (all, done) = (Depths.Sum() + Depths.Count, 0.0);
        var runs = new List<DepthRun>();
        foreach (var depth in Depths)
        {
            runs.Add(Train(depth, digits, unseen, share => report?.Invoke((done + (share * (depth + 1))) / all)));
            done += depth + 1;
        }

        return runs;
    }

    /// <summary>A network.</summary>
    /// <param name="depth">How many hidden layers.</param>
    /// <returns>The description.</returns>
    public Architecture Network(int depth)
    {
        var layers = new List<Layer>();
        for (var k = 1; k <= depth; k++)
            layers.AddRange([new Linear($"hidden{k}", k == 1 ? Features : Width, Width), Unit()]);
        layers.Add(new Linear("out", Width, Classes));
        return new($"depth-{depth}", [Features], layers);
    }

    private DepthRun Train(int depth, SmallDigits digits, SmallDigits unseen, Action<double> report)
    {
        var network = Start(Network(depth));
        var start = Probe(network, digits);
        var losses = new List<double>(Epochs + 1) { start.Loss };
        for (var epoch = 1; epoch <= Epochs; epoch++)
        {
            var sum = 0.0;
            for (var first = 0; first < Training; first += Batch)
            {
                var batch = digits.Slice(first, Batch);
                sum += network.Step(batch.Inputs, batch.Labels, LossKind.CrossEntropy, Rate) * Batch / Training;
            }

            losses.Add(sum);
            report((double)epoch / Epochs);
        }

        var correct = digits.Correct(network.Outputs(digits.Inputs));
        return new(
            depth, network.Architecture.ParameterCount, losses, start, Probe(network, digits),
            (double)correct / Training, (double)unseen.Correct(network.Outputs(unseen.Inputs)) / HoldOut);
    }

    private ReferenceNetwork Start(Architecture architecture)
    {
        var optimizer = new ReferenceOptimizer(OptimizerKind.Momentum, 0.9);
        var drawn = ReferenceNetwork.Initialize(architecture, optimizer, Seed);
        var factor = new Float64(IsScaled ? Math.Sqrt(Activation == "relu" ? 6 : 3) : 1);
        return new(
            architecture,
            [.. drawn.Parameters.Select(layer => layer.Select(array =>
                array.Rank == 2 ? array.Map(weight => weight * factor) : array).ToList())],
            optimizer);
    }

    // One pass forward and backward over all digits, and what it says of each layer.
    private DepthProbe Probe(ReferenceNetwork network, SmallDigits digits)
    {
        var results = network.Forward(digits.Inputs);
        var layers = network.Architecture.Layers;
        var gradient = ReferenceLoss.Gradient(LossKind.CrossEntropy, 0, Classes, results[^1], digits.Labels);
        var (sizes, signals, isBounded) = (new List<double>(), new List<double>(), true);
        for (var k = layers.Count - 1; k >= 0; k--)
        {
            var before = Length(gradient);
            var parameters = network.Parameters[k];
            var ofLayer = ReferenceLayer.Backward(layers[k], parameters, results[k], results[k + 1], gradient);
            if (parameters.Count > 0)
            {
                sizes.Insert(0, Length(ofLayer.Parameters[0]) / Math.Sqrt(ofLayer.Parameters[0].Elements.Length));
                signals.Insert(0, before);
            }

            // No product with a matrix is longer than the lengths' product allows.
            var most = before * (parameters.Count > 0 ? Length(parameters[0]) : LargestSlope);
            isBounded &= !(Length(ofLayer.Input) > most * (1 + 1e-12)); // a training that diverged has no number to compare
            gradient = ofLayer.Input;
        }

        var units = layers.Index().Where(layer => layer.Item is not Linear).Select(layer => results[layer.Index + 1]);
        return new(
            ReferenceLoss.Value(LossKind.CrossEntropy, 0, Classes, results[^1], digits.Labels).Value,
            sizes, signals, isBounded, units.Average(Idle));
    }

    // Share of units that pass nearly nothing back: ReLU with 0 for every digit, or a slope below a tenth of the largest.
    private double Idle(Tensor<Float64> outputs)
    {
        var (samples, idle) = (outputs.Sizes[0], 0.0);
        for (var unit = 0; unit < Width; unit++)
        {
            var flat = 0;
            for (var n = 0; n < samples; n++)
                flat += Slope(outputs[n, unit].Value) < LargestSlope / 10 ? 1 : 0;
            idle += Activation != "relu" ? (double)flat / samples : flat == samples ? 1 : 0;
        }

        return idle / Width;
    }

    private double Slope(double y) => Activation switch
    {
        "tanh" => 1 - (y * y),
        "sigmoid" => y * (1 - y),
        _ => y > 0 ? 1 : 0,
    };

    private Layer Unit() => Activation switch
    {
        "tanh" => new Tanh(),
        "sigmoid" => new Sigmoid(),
        _ => new Relu(),
    };

    private static double Length(Tensor<Float64> array)
    {
        var sum = 0.0;
        foreach (var element in array.Elements)
            sum += element.Value * element.Value;
        return Math.Sqrt(sum);
    }
}

/// <summary>A network of some depth and how it learnt.</summary>
/// <param name="Depth">Its hidden layers.</param>
/// <param name="Parameters">Weights and biases.</param>
/// <param name="Losses">The loss at the start and its mean over each epoch.</param>
/// <param name="Start">What was seen before training.</param>
/// <param name="End">What was seen after it.</param>
/// <param name="Training">Share of the training digits that it answers correctly.</param>
/// <param name="HoldOut">The same of digits that it has not seen.</param>
internal sealed record DepthRun(
    int Depth, long Parameters, IReadOnlyList<double> Losses, DepthProbe Start, DepthProbe End, double Training, double HoldOut);

/// <summary>A look into a network.</summary>
/// <param name="Loss">The loss over the training digits.</param>
/// <param name="Gradients">For each layer with weights, the root mean square of its weights' gradient.</param>
/// <param name="Signals">For each of them, the length of the gradient of its sums: what comes back to it.</param>
/// <param name="IsBounded">Whether no layer passes back more than its weights and slopes allow.</param>
/// <param name="Idle">Share of dead or saturated units.</param>
internal sealed record DepthProbe(
    double Loss, IReadOnlyList<double> Gradients, IReadOnlyList<double> Signals, bool IsBounded, double Idle)
{
    /// <summary>What a hidden layer leaves of the signal on its way back: the geometric mean of all of them.</summary>
    public double Kept
    {
        get
        {
            // The root of a power of two layers at a time needs no logarithm: depths are powers of 2, and so are their roots.
            var quotient = Signals[0] / Signals[^1];
            for (var layers = Signals.Count - 1; layers > 1; layers /= 2)
                quotient = Math.Sqrt(quotient);
            return quotient;
        }
    }
}
