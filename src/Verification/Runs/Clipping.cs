using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Runs;

/// <summary>
/// Judges what happens to the gradients between the backward pass and the update: nothing, or all are shortened by one factor,
/// min(1, maximum / (norm + 10^-6)), so that their common Euclidean norm is at most the maximum.
/// </summary>
/// <remarks>Source: Pascanu, Mikolov, Bengio 2013, algorithm 1; torch.nn.utils.clip_grad_norm_.</remarks>
internal static class Clipping
{
    private const double Tiny = 1e-6;

    /// <summary>Compares the gradients that the update took with those of the backward pass.</summary>
    /// <param name="step">The step.</param>
    /// <param name="maximum">The largest norm; null for no limit.</param>
    public static IEnumerable<Deviation> Check(ObservedStep step, double? maximum)
    {
        var taken = step.Record!.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Gradient);
        var factor = maximum is { } limit ? Factor(step.Gradients.Values, limit) : Rounded<Binary32>.Exactly(1);
        if (factor.Value - factor.Error >= 1)
            factor = Rounded<Binary32>.Exactly(1);
        if (factor.Error > 0)
        {
            // The factor itself, by the largest gradient; then that all others have the same.
            var actual = Largest(step.Gradients, taken);
            yield return Comparison.Within(RunPlaces.Factor, Finder.Single(actual), Tensor<Rounded<Binary32>>.Over(
                [], [Rounded<Binary32>.Within(Math.Min(1, factor.Value), factor.Error + (2 * Binary32.UnitRoundoff))]));
            factor = Rounded<Binary32>.Within(actual, 2 * Binary32.UnitRoundoff * actual);
        }

        foreach (var (name, gradient) in step.Gradients)
            yield return factor.Error == 0
                ? Comparison.Exactly<Binary32>(Place.ParameterGradient(name), taken[name], gradient)
                : Comparison.Within(
                    Place.ParameterGradient(name),
                    taken[name],
                    gradient.Map(element => Rounded<Binary32>.Exactly(element.Value) * factor));
    }

    // The norm of each array, then the norm of the norms.
    private static Rounded<Binary32> Factor(IEnumerable<Tensor<Float64>> gradients, double maximum)
    {
        var sum = default(Rounded<Binary32>);
        foreach (var gradient in gradients)
        {
            var squares = default(Rounded<Binary32>);
            foreach (var element in gradient.Elements)
                squares += Rounded<Binary32>.Exactly(element.Value) * Rounded<Binary32>.Exactly(element.Value);
            var norm = Rounded<Binary32>.Sqrt(squares.Closed);
            sum += norm * norm;
        }

        var total = Rounded<Binary32>.Sqrt(sum.Closed) + Rounded<Binary32>.From(Tiny);
        return Rounded<Binary32>.From(maximum) / total.Closed;
    }

    private static double Largest(
        IReadOnlyDictionary<string, Tensor<Float64>> gradients, Dictionary<string, Tensor<Float64>> taken)
    {
        var (largest, factor) = (0.0, 1.0);
        foreach (var (name, gradient) in gradients)
            for (var i = 0; i < gradient.Elements.Length; i++)
                if (Math.Abs(gradient.Elements[i].Value) is var size && size > largest)
                    (largest, factor) = (size, taken[name].Elements[i].Value / gradient.Elements[i].Value);
        return factor;
    }
}
