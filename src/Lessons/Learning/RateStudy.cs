using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Digits;
using TorchBasics.Reference;

namespace TorchBasics.Lessons.Learning;

/// <summary>Softmax regression on small digits with one learning rate after the other, and a search for a good one.</summary>
/// <remarks>
/// A rate that is safe: the second derivative of the mean cross-entropy is at most L = lambda / 2, with lambda the largest
/// eigenvalue of the mean of x x^T over the samples (x with a 1 for the bias), because the matrix diag(p) - p p^T of
/// probabilities p has no eigenvalue above 1/2. With the rate 1 / L a step lowers the loss by at least |gradient|^2 / (2 L).
/// lambda is bounded from above by the largest quotient (A v)_i / v_i for a positive v (Collatz and Wielandt), as no number
/// of A is negative. The search raises the rate by the same factor from step to step of one training (Smith 2017).
/// </remarks>
internal sealed class RateStudy
{
    private const int Samples = 60;
    private const int Features = 49;
    private const int Steps = 24;
    private const int SearchSteps = 32;
    private const double SearchFactor = 1.5;
    private const double GridFactor = 4;
    private const int PowerSteps = 10;

    private static readonly Architecture Network = new("softmax-7x7", [Features], new Linear("fc", Features, 10));

    private readonly SmallDigits _digits;
    private readonly ulong _seed;

    private RateStudy(ulong seed) => (_seed, _digits) = (seed, SmallDigits.Take(DigitSet.Training, 0, Samples));

    /// <summary>Trains with all rates.</summary>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <param name="report">Told how much is done.</param>
    /// <returns>What came out.</returns>
    public static RateStudyResult Run(ulong seed, Action<double>? report)
    {
        var study = new RateStudy(seed);
        var safe = 1 / study.Smoothness();
        var search = study.Search(safe / 64, SearchFactor);
        report?.Invoke(0.1);
        var runs = new List<RateRun>();
        var rate = safe / 64;
        for (var k = 0; k < 9; k++, rate *= GridFactor)
        {
            runs.Add(study.Train(rate));
            report?.Invoke(0.1 + (0.09 * runs.Count));
        }

        var found = Suggest(search);
        return new(safe, search, found, study.Train(found), runs);
    }

    // A tenth of the rate at which the loss was lowest while the rate grew: before the loss turns, with room.
    private static double Suggest(IReadOnlyList<(double Rate, double Loss)> search) => search.MinBy(step => step.Loss).Rate / 10;

    private double Smoothness()
    {
        var gram = Gram();
        var v = Enumerable.Repeat(1.0, Features + 1).ToArray();
        for (var step = 0; step < PowerSteps; step++)
        {
            v = Times(gram, v);
            var largest = v.Max();
            v = [.. v.Select(value => value / largest)];
        }

        return 0.5 * Times(gram, v).Zip(v).Where(pair => pair.Second > 0).Max(pair => pair.First / pair.Second);
    }

    private double[,] Gram()
    {
        var gram = new double[Features + 1, Features + 1];
        for (var n = 0; n < Samples; n++)
            for (var i = 0; i <= Features; i++)
                for (var j = 0; j <= Features; j++)
                    gram[i, j] += At(n, i) * At(n, j) / Samples;
        return gram;

        double At(int n, int i) => i == Features ? 1 : _digits.Inputs[n, i].Value;
    }

    private static double[] Times(double[,] matrix, double[] v) => [.. Enumerable.Range(0, v.Length).Select(row =>
    {
        var sum = 0.0;
        for (var column = 0; column < v.Length; column++)
            sum += matrix[row, column] * v[column];
        return sum;
    })];

    private List<(double Rate, double Loss)> Search(double rate, double factor)
    {
        var network = Start();
        var found = new List<(double Rate, double Loss)>(SearchSteps);
        for (var step = 0; step < SearchSteps; step++, rate *= factor)
        {
            found.Add((rate, Step(network, rate).Loss));
            if (!(found[^1].Loss < 4 * found[0].Loss))
                break;
        }

        return found;
    }

    private RateRun Train(double rate)
    {
        var network = Start();
        var (losses, squares) = (new List<double>(Steps + 1), new List<double>(Steps + 1));
        for (var step = 0; step <= Steps; step++)
        {
            var (loss, square) = Step(network, step < Steps ? rate : 0);
            losses.Add(loss);
            squares.Add(square);
        }

        return new(rate, losses, squares);
    }

    private ReferenceNetwork Start() => ReferenceNetwork.Initialize(Network, new(OptimizerKind.Sgd, 0), _seed);

    // The loss and the squared length of its gradient before the step.
    private (double Loss, double Square) Step(ReferenceNetwork network, double rate)
    {
        var results = network.Forward(_digits.Inputs);
        var loss = ReferenceLoss.Value(LossKind.CrossEntropy, 0, 10, results[^1], _digits.Labels).Value;
        var gradients = network.Backward(
            results, ReferenceLoss.Gradient(LossKind.CrossEntropy, 0, 10, results[^1], _digits.Labels));
        network.Move(gradients, rate);
        return (loss, gradients.SelectMany(layer => layer).SelectMany(array => array.ToDoubles()).Sum(g => g * g));
    }
}

/// <summary>What came out of a <see cref="RateStudy"/>.</summary>
/// <param name="Safe">1 / L: a rate with which each step is proven to lower the loss.</param>
/// <param name="Search">The loss before each step of the search, and the rate of that step.</param>
/// <param name="Found">The rate that the search proposes.</param>
/// <param name="WithFound">Training with that rate.</param>
/// <param name="Runs">Training with a row of rates, each larger than the one before by the same factor.</param>
internal sealed record RateStudyResult(
    double Safe, IReadOnlyList<(double Rate, double Loss)> Search, double Found, RateRun WithFound, IReadOnlyList<RateRun> Runs)
{
    /// <summary>The smallest rate.</summary>
    public RateRun TooSmall => Runs[0];

    /// <summary>The rate with the lowest mean loss.</summary>
    public RateRun Best => Runs.Where(run => double.IsFinite(run.Mean)).MinBy(run => run.Mean)!;

    /// <summary>The largest rate.</summary>
    public RateRun TooLarge => Runs[^1];
}

/// <summary>A training with one rate.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Losses">The loss at the start and after each step.</param>
/// <param name="Squares">The squared length of the gradient there.</param>
internal sealed record RateRun(double Rate, IReadOnlyList<double> Losses, IReadOnlyList<double> Squares)
{
    /// <summary>The loss at the end.</summary>
    public double Last => Losses[^1];

    /// <summary>The mean of all losses: low for a training that falls fast and stays low.</summary>
    public double Mean => Losses.Average();
}
