using CsCheck;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Tests.Native.Kernels.Simd;

/// <summary>Stored values as floats: each operation is rounded, so that the formula in plain C# gives the same bits.</summary>
public sealed unsafe class PixelScalingTests
{
    private static readonly Gen<float> Number = Gen.Float[-3, 3];

    [Fact]
    public void Bytes_become_what_the_formula_says() =>
        Gen.Select(Gen.Byte.Array[0, 70], Number, Number).Sample((pixels, scale, offset) =>
        {
            var found = new float[pixels.Length];
            fixed (byte* from = pixels)
            fixed (float* to = found)
                PixelScaling.Run(pixels.Length, from, scale, offset, to);

            Assert.Equal(pixels.Select(pixel => (pixel * scale) + offset), found);
        });

    [Fact]
    public void Floats_become_what_the_formula_says() =>
        Gen.Select(Number.Array[0, 70], Number, Number).Sample((values, scale, offset) =>
        {
            var found = new float[values.Length];
            fixed (float* from = values, to = found)
                PixelScaling.Run(values.Length, from, scale, offset, to);

            Assert.Equal(values.Select(value => (value * scale) + offset), found);
        });
}
