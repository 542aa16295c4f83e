using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>Where a rule of learning takes a single number that begins somewhere on a curve.</summary>
internal static class SlopeWalk
{
    /// <summary>Takes steps.</summary>
    /// <typeparam name="T">The number: a double, or a fraction that nothing rounds.</typeparam>
    /// <param name="slope">The slope of the curve at a place.</param>
    /// <param name="rule">The optimizer.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="steps">How many steps.</param>
    /// <returns>The start, and the place after each step.</returns>
    public static IReadOnlyList<WalkPlace<T>> Take<T>(
        Func<T, T> slope, ReferenceOptimizer rule, double rate, double start, int steps)
        where T : struct, IReal<T>
    {
        var x = Tensor<T>.From([1], [start]);
        IReadOnlyList<Tensor<T>> buffers = rule.Start(x);
        var places = new List<WalkPlace<T>>(steps + 1) { Place() };
        for (var step = 1; step <= steps; step++)
        {
            var moved = rule.Step(x, Tensor<T>.Over([1], [places[^1].Slope]), buffers, step, rate);
            (x, buffers) = (moved.Parameter, [.. moved.Buffers]);
            places.Add(Place());
        }

        return places;

        WalkPlace<T> Place() => new(x[0], slope(x[0]), buffers.Count == 0 ? default : buffers[0][0]);
    }
}

/// <summary>A place of a walk.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="X">Where it is.</param>
/// <param name="Slope">The slope there.</param>
/// <param name="Velocity">The velocity with which it came (for Adam the mean gradient); 0 for a rule without one.</param>
internal readonly record struct WalkPlace<T>(T X, T Slope, T Velocity);
