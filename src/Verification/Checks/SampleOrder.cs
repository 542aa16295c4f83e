using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Checks;

/// <summary>The order of the samples in a batch.</summary>
internal static class SampleOrder
{
    /// <summary>The last sample first; each sample as it was.</summary>
    public static Tensor<Float64> Reverse(Tensor<Float64> x)
    {
        var (samples, y) = (x.Sizes[0], x.ZerosLike());
        var size = x.Elements.Length / samples;
        for (var n = 0; n < samples; n++)
            x.Elements.Slice(n * size, size).CopyTo(y.Elements[((samples - 1 - n) * size)..]);
        return y;
    }
}
