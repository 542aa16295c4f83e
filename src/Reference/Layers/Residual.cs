using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The input, or what a shortcut makes of it, plus what a branch computes from it.</summary>
/// <remarks>
/// y[i] = s(x)[i] + f(x)[i], dL/dx = s'(x)^T g + f'(x)^T g; the gradient that goes to s(x) and to f(x) is g itself. Where there
/// are no layers in the shortcut, s(x) = x.
/// Shapes: s(x), f(x), y and g [N, ...] of one size.
/// Source: He, Zhang, Ren, Sun 2016, equations 1 and 2.
/// </remarks>
public static class Residual
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="shortcut">s(x).</param>
    /// <param name="branch">f(x).</param>
    /// <returns>y.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> shortcut, Tensor<T> branch)
        where T : struct, IReal<T> => shortcut.Zip(branch, (input, added) => input + added);

    /// <summary>The gradient of the input.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="gradThroughBranch">What came back through f.</param>
    /// <param name="gradThroughShortcut">What came back through s: g itself where it has no layers.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static Tensor<T> Backward<T>(Tensor<T> gradThroughBranch, Tensor<T> gradThroughShortcut)
        where T : struct, IReal<T> => gradThroughShortcut.Zip(gradThroughBranch, (direct, through) => direct + through);
}
