using TorchBasics.Bindings.Memory;
using TorchBasics.Reference.Numbers;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Engines;

/// <summary>Numbers between libtorch and the reference; both ways are exact.</summary>
public static class TorchNumbers
{
    /// <summary>Copies a tensor out.</summary>
    /// <param name="tensor">Any floating-point tensor.</param>
    /// <returns>The same numbers as doubles.</returns>
    public static Tensor<Float64> ToReference(this Tensor tensor)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var values = tensor.detach().to(float64).cpu().contiguous().AsReadOnlySpan<double>();
        var elements = new Float64[values.Length];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = new Float64(values[i]);
        return Tensor<Float64>.Over([.. tensor.shape.Select(size => (int)size)], elements);
    }

    /// <summary>Copies the gradient of a tensor out.</summary>
    /// <param name="tensor">A leaf, or a tensor whose gradient is kept.</param>
    /// <returns>Its gradient; zeros where automatic differentiation found no way to it.</returns>
    public static Tensor<Float64> GradientToReference(this Tensor tensor)
    {
        using var gradient = tensor.grad;
        return gradient is null ? new Tensor<Float64>([.. tensor.shape.Select(size => (int)size)]) : gradient.ToReference();
    }

    /// <summary>Makes a tensor.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="type">Its type; the numbers are rounded to it.</param>
    /// <param name="device">Where it lives.</param>
    /// <returns>A tensor of the caller's dispose scope.</returns>
    public static Tensor ToTorch(this Tensor<Float64> values, ScalarType type, Device device)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var sizes = values.Sizes.ToArray().Select(size => (long)size).ToArray();
        // A copy in memory of libtorch's own, which is aligned: on managed memory MKL sums in an order that depends on the
        // address.
        return tensor(values.ToDoubles(), sizes, float64).clone().to(type).to(device).MoveToOuterDisposeScope();
    }
}
