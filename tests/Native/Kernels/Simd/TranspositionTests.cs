using CsCheck;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Tests.Native.Kernels.Simd;

/// <summary>Rows and columns exchanged, beside the definition.</summary>
public sealed unsafe class TranspositionTests
{
    private static readonly Gen<int> Side = Gen.Int[1, 40];

    [Fact]
    public void Each_number_goes_to_its_place_and_nothing_else_is_written() =>
        Gen.Select(Side, Side, Gen.Int[0, 9], Gen.Int[0, 9]).Sample((rows, columns, behindRow, behindColumn) =>
        {
            var (sourceStep, targetStep) = (columns + behindRow, rows + behindColumn);
            float[] source = [.. Enumerable.Range(0, rows * sourceStep).Select(i => (float)i)];
            float[] target = [.. Enumerable.Repeat(-1f, columns * targetStep)];
            fixed (float* from = source, to = target)
                Transposition.Run(rows, columns, from, sourceStep, to, targetStep);

            for (var column = 0; column < columns; column++)
                for (var row = 0; row < targetStep; row++)
                    Assert.Equal(
                        row < rows ? source[(row * sourceStep) + column] : -1, target[(column * targetStep) + row]);
        });
}
