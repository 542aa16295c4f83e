using TorchBasics.Digits;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>Drawn digits, made smaller so that the reference learns them while a person waits.</summary>
/// <param name="Inputs">Ink [N, size * size], from 0 to 1: each number the mean of a square of the drawn digit.</param>
/// <param name="Labels">The digits [N].</param>
internal sealed record SmallDigits(Tensor<Float64> Inputs, int[] Labels)
{
    private const int Width = 28;

    /// <summary>How many there are.</summary>
    public int Count => Labels.Length;

    /// <summary>Takes digits of a set.</summary>
    /// <param name="set">The digits to learn from, or those to be judged by.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="size">Rows, and columns, that remain: 7 or 14.</param>
    /// <returns>The digits.</returns>
    public static SmallDigits Take(DigitSet set, int first, int count, int size = 7)
    {
        var (inputs, labels, pixels) = (new Tensor<Float64>(count, size * size), new int[count], new byte[Width * Width]);
        for (var n = 0; n < count; n++)
        {
            labels[n] = set.Render(first + n, pixels);
            for (var row = 0; row < size; row++)
                for (var column = 0; column < size; column++)
                    inputs[n, (row * size) + column] = new(Mean(pixels, row, column, Width / size));
        }

        return new(inputs, labels);
    }

    /// <summary>Some of them, one after the other.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <returns>A copy.</returns>
    public SmallDigits Slice(int first, int count)
    {
        var features = Inputs.Sizes[1];
        return new(
            Tensor<Float64>.Over([count, features], Inputs.Elements.Slice(first * features, count * features).ToArray()),
            Labels[first..(first + count)]);
    }

    /// <summary>The mean and the standard deviation of all numbers.</summary>
    public (double Mean, double Deviation) Statistics()
    {
        var (sum, squares, count) = (0.0, 0.0, Inputs.Elements.Length);
        foreach (var x in Inputs.Elements)
            (sum, squares) = (sum + x.Value, squares + (x.Value * x.Value));
        return (sum / count, Math.Sqrt((squares / count) - (sum / count * (sum / count))));
    }

    /// <summary>The same digits with other numbers: (x - mean) / deviation, which networks learn from more easily.</summary>
    /// <param name="statistics">What <see cref="Statistics"/> says of the digits to learn from.</param>
    public SmallDigits Standardize((double Mean, double Deviation) statistics) =>
        this with { Inputs = Inputs.Map(x => new Float64((x.Value - statistics.Mean) / statistics.Deviation)) };

    /// <summary>How many a network answers correctly.</summary>
    /// <param name="outputs">What it says [N, 10].</param>
    /// <returns>
    /// The number of samples whose largest output is that of their digit; the first one where several are equal.
    /// </returns>
    public int Correct(Tensor<Float64> outputs)
    {
        var correct = 0;
        for (var n = 0; n < Count; n++)
        {
            var best = 0;
            for (var k = 1; k < outputs.Sizes[1]; k++)
                best = outputs[n, k] > outputs[n, best] ? k : best;
            correct += best == Labels[n] ? 1 : 0;
        }

        return correct;
    }

    private static double Mean(byte[] pixels, int row, int column, int side)
    {
        var sum = 0;
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                sum += pixels[(((row * side) + y) * Width) + (column * side) + x];
        return sum / (255.0 * side * side);
    }
}
