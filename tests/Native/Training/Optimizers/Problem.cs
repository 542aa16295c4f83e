using TorchBasics.Training.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Optimizers;

/// <summary>
/// Two parameters of different shapes that descend sum over k of c[k] w[k]^2 / 2 - cos w[k], with c between 0.5 and 2.75.
/// </summary>
internal sealed class Problem
{
    private readonly Tensor[] _curvature;

    private Problem(params (string Name, Parameter Values)[] parameters)
    {
        Parameters = parameters;
        Start = [.. parameters.Select(parameter => parameter.Values.data<float>().Select(value => (double)value).ToArray())];
        _curvature = [.. Start.Select((start, i) =>
            tensor([.. start.Select((_, k) => Curvature(k))], ScalarType.Float32).reshape(parameters[i].Values.shape))];
    }

    public (string Name, Parameter Values)[] Parameters { get; }

    public double[][] Start { get; }

    public static Problem Create() => new(
        ("a.weight", new Parameter(tensor(new float[,] { { 1, -0.5f, 0.25f }, { 2, -1.5f, 0.75f } }))),
        ("b", new Parameter(tensor([-1f, 0.125f, 0.5f, -0.375f]))));

    /// <summary>c w + sin w, the derivative of the function above.</summary>
    public static double Gradient(double w, int k) => (Curvature(k) * w) + Math.Sin(w);

    /// <summary>Fresh gradients.</summary>
    public void Backward()
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < Parameters.Length; i++)
        {
            var w = Parameters[i].Values;
            w.grad = null;
            ((_curvature[i] * w * w / 2) - w.cos()).sum().backward();
        }
    }

    public void Train(Optimizer optimizer, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            Backward();
            optimizer.Step(0.02);
        }
    }

    public void CopyFrom(Problem other)
    {
        using var noGradient = no_grad();
        foreach (var (mine, yours) in Parameters.Zip(other.Parameters))
            mine.Values.copy_(yours.Values);
    }

    private static double Curvature(int k) => 0.5 + (0.45 * k);
}
