using TorchBasics.Core.Recipes;

namespace TorchBasics.Tests.Native.Training.Optimizers;

/// <summary>The rules as their papers and PyTorch's documentation write them, number by number in double precision.</summary>
internal sealed class Recurrence(OptimizerKind kind, double decay, double[] start)
{
    private const double Mu = 0.9, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8, Alpha = 0.99, Rho = 0.9, Tiny = 1e-6;

    private readonly double[] _v = new double[start.Length];
    private readonly double[] _m = new double[start.Length];

    public double[] Weights { get; } = [.. start];

    public void Step(double rate, int t)
    {
        for (var k = 0; k < Weights.Length; k++)
        {
            var w = Weights[k];
            var g = Problem.Gradient(w, k) + (kind == OptimizerKind.AdamW ? 0 : decay * w);
            Weights[k] = kind switch
            {
                OptimizerKind.Sgd => w - (rate * g),
                OptimizerKind.Momentum => w - (rate * (_v[k] = (Mu * _v[k]) + g)),
                OptimizerKind.Nesterov => w - (rate * (g + (Mu * (_v[k] = (Mu * _v[k]) + g)))),
                OptimizerKind.Adam => w - Adam(rate, t, k, g),
                OptimizerKind.AdamW => w - (rate * decay * w) - Adam(rate, t, k, g),
                OptimizerKind.RmsProp => w - (rate * g / (Math.Sqrt(_v[k] = (Alpha * _v[k]) + ((1 - Alpha) * g * g)) + Epsilon)),
                OptimizerKind.Adagrad => w - (rate * g / (Math.Sqrt(_v[k] += g * g) + 1e-10)),
                OptimizerKind.Adadelta => w - (rate * Adadelta(k, g)),
                _ => throw new InvalidOperationException($"No recurrence for {kind}."),
            };
        }
    }

    private double Adadelta(int k, double g)
    {
        _v[k] = (Rho * _v[k]) + ((1 - Rho) * g * g);
        var move = Math.Sqrt(_m[k] + Tiny) / Math.Sqrt(_v[k] + Tiny) * g;
        _m[k] = (Rho * _m[k]) + ((1 - Rho) * move * move);
        return move;
    }

    private double Adam(double rate, int t, int k, double g)
    {
        _m[k] = (Beta1 * _m[k]) + ((1 - Beta1) * g);
        _v[k] = (Beta2 * _v[k]) + ((1 - Beta2) * g * g);
        var mean = _m[k] / (1 - Math.Pow(Beta1, t));
        var square = _v[k] / (1 - Math.Pow(Beta2, t));
        return rate * mean / (Math.Sqrt(square) + Epsilon);
    }
}
