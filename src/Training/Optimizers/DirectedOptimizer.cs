using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>A rule that moves each weight against a direction of its own: w -= r d.</summary>
public abstract class DirectedOptimizer : Optimizer
{
    private protected DirectedOptimizer(
        IReadOnlyList<(string Name, Parameter Values)> parameters, double penalty, IReadOnlyList<double>? rateFactors)
        : base(parameters, penalty, rateFactors)
    {
    }

    /// <summary>1, for operators that take a factor.</summary>
    private protected Scalar One { get; } = 1;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            One.Dispose();
    }

    /// <summary>Renews what the rule keeps for a parameter, and says where it leads.</summary>
    /// <param name="index">The parameter.</param>
    /// <param name="gradient">Its gradient, with the weight decay.</param>
    /// <returns>d, which is the caller's.</returns>
    private protected abstract Tensor Direction(int index, Tensor gradient);

    private protected sealed override void Update(double learningRate, int[] parameters)
    {
        using Scalar minusRate = -learningRate;
        foreach (var i in parameters)
        {
            using var direction = Direction(i);
            if (direction is not null)
                Values(i).add_(direction, minusRate);
        }
    }

    private protected sealed override double[] RatesOf(double learningRate) => [-learningRate];

    private protected sealed override void Update(RateTensors rates, int[] parameters)
    {
        foreach (var i in parameters)
        {
            using var direction = Direction(i);
            if (direction is not null)
                Values(i).addcmul_(direction, rates[0], One);
        }
    }

    private Tensor? Direction(int index)
    {
        using var gradient = Gradient(index);
        return gradient is null ? null : Direction(index, gradient);
    }
}
