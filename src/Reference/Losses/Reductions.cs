using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Losses;

/// <summary>From the losses of single elements to one number, and back.</summary>
/// <remarks>
/// sum = sum over i of l[i], mean = sum / divisor; d sum / d l[i] = 1, d mean / d l[i] = 1 / divisor.
/// </remarks>
internal static class Reductions
{
    /// <summary>The one number.</summary>
    public static T Value<T>(Tensor<T> elements, Reduction reduction, T divisor)
        where T : struct, IReal<T>
    {
        var sum = default(T);
        foreach (var element in elements.Elements)
            sum += element;
        return reduction == Reduction.Mean ? sum / divisor : sum;
    }

    /// <summary>Its derivative with respect to each element.</summary>
    public static Tensor<T> Gradient<T>(ReadOnlySpan<int> sizes, Reduction reduction, T divisor)
        where T : struct, IReal<T>
    {
        var gradient = new Tensor<T>(sizes);
        gradient.Elements.Fill(reduction == Reduction.Mean ? T.From(1) / divisor : T.From(1));
        return gradient;
    }
}
