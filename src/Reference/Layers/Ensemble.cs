using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The mean of what several members compute from one input.</summary>
/// <remarks>
/// y[i] = (f1(x)[i] + ... + fm(x)[i]) / m. The gradient that goes to each fk(x) is g / m, and dL/dx the sum of what comes back
/// through all of them: dL/dx = f1'(x)^T g / m + ... + fm'(x)^T g / m.
/// Shapes: fk(x), y and g [N, ...] of one size.
/// Source: Ciresan, Meier, Gambardella, Schmidhuber 2011, section III: the outputs of the networks are averaged.
/// </remarks>
public static class Ensemble
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="outputs">fk(x) of each member, one at least.</param>
    /// <returns>y.</returns>
    public static Tensor<T> Forward<T>(IReadOnlyList<Tensor<T>> outputs)
        where T : struct, IReal<T>
    {
        var count = T.From(outputs.Count);
        return Sum(outputs).Map(sum => sum / count);
    }

    /// <summary>The gradient of what each member gives.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="gradY">g.</param>
    /// <param name="members">m.</param>
    /// <returns>g / m.</returns>
    public static Tensor<T> GradientOfMember<T>(Tensor<T> gradY, int members)
        where T : struct, IReal<T>
    {
        var count = T.From(members);
        return gradY.Map(gradient => gradient / count);
    }

    /// <summary>The gradient of the input.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="gradThroughMembers">What came back through each member, one at least.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static Tensor<T> Backward<T>(IReadOnlyList<Tensor<T>> gradThroughMembers)
        where T : struct, IReal<T> => Sum(gradThroughMembers);

    private static Tensor<T> Sum<T>(IReadOnlyList<Tensor<T>> terms)
        where T : struct, IReal<T>
    {
        var sum = terms[0];
        for (var k = 1; k < terms.Count; k++)
            sum = sum.Zip(terms[k], (left, right) => left + right);
        return sum;
    }
}
