using TorchBasics.Core;
using TorchBasics.Export.Onnx;
using TorchBasics.Formats.Onnx;
using TorchBasics.OnnxRuntime;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>Holds the answers of a program against those of the reference.</summary>
internal static class Agreement
{
    /// <summary>
    /// Exports a network, runs the bytes in ONNX Runtime and compares; the largest share of a bound that was used.
    /// </summary>
    public static double OfOnnxRuntime(ExportCase subject, OnnxExportOptions options, params ReadOnlySpan<int> batches)
    {
        var expected = subject.Expected(options);
        var bytes = OnnxFile.ToBytes(OnnxExporter.Convert(subject.Model, options));
        var largest = 0.0;
        foreach (var optimized in (ReadOnlySpan<bool>)[true, false])
        {
            using var runtime = new OnnxRuntimeModel(bytes, optimized);
            foreach (var batch in batches)
                largest = Math.Max(largest, Within(expected, batch, runtime.Run(subject.Input(options, batch)).Single()));
        }

        return largest;
    }

    /// <summary>
    /// Fails where an answer is farther off than rounding explains; the largest share of a bound that was used.
    /// </summary>
    /// <param name="expected">The answer to each sample, null where there is none; the batch repeats them in order.</param>
    /// <param name="batch">How many samples were answered.</param>
    /// <param name="actual">The answers, Float32 [batch, ...].</param>
    public static double Within(IReadOnlyList<Tensor<Rounded<Binary32>>?> expected, int batch, NamedArray actual)
    {
        var values = actual.Values<float>();
        var (size, largest) = (values.Length / batch, 0.0);
        for (var n = 0; n < batch; n++)
        {
            if (expected[n % expected.Count] is not { } answer)
                continue;
            Assert.Equal([batch, .. answer.Sizes[1..].ToArray().Select(length => (long)length)], actual.Sizes);
            largest = Math.Max(largest, Within(answer, values.Slice(n * size, size), $"sample {n} of {batch}"));
        }

        return largest;
    }

    /// <summary>The same for numbers that stand one by one beside what is expected.</summary>
    public static double Within(Tensor<Rounded<Binary32>> expected, ReadOnlySpan<float> actual, string place)
    {
        Assert.Equal(expected.Elements.Length, actual.Length);
        var largest = 0.0;
        for (var i = 0; i < actual.Length; i++)
        {
            var error = Math.Abs(actual[i] - expected.Elements[i].Value);
            if (!(error <= expected.Elements[i].Error))
                Assert.Fail($"{place}, element {i}: {actual[i]:G9}, expected {expected.Elements[i]}");
            largest = Math.Max(largest, error == 0 ? 0 : error / expected.Elements[i].Error);
        }

        return largest;
    }
}
