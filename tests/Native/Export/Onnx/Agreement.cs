using TorchBasics.Core;
using TorchBasics.Export.Onnx;
using TorchBasics.Formats.Onnx;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>Holds the answers of a program against those of the reference.</summary>
internal static class Agreement
{
    /// <summary>Exports a network, runs the bytes in ONNX Runtime and compares; the largest share of a bound that was used.</summary>
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

    /// <summary>Fails where an answer is farther off than rounding explains; the largest share of a bound that was used.</summary>
    /// <param name="expected">The answer to each sample, null where there is none; the batch repeats them in order.</param>
    /// <param name="batch">How many samples were answered.</param>
    /// <param name="actual">The answers, Float32 [batch, ...].</param>
    public static double Within(IReadOnlyList<Tensor<Rounded<Binary32>>?> expected, int batch, NamedArray actual)
    {
        var values = actual.Values<float>();
        var largest = 0.0;
        var size = values.Length / batch;
        for (var n = 0; n < batch; n++)
        {
            if (expected[n % expected.Count] is not { } answer)
                continue;
            Assert.Equal([batch, .. answer.Sizes[1..].ToArray().Select(length => (long)length)], actual.Sizes);
            for (var i = 0; i < size; i++)
            {
                var error = Math.Abs(values[(n * size) + i] - answer.Elements[i].Value);
                Assert.True(error <= answer.Elements[i].Error, $"sample {n} of {batch}, element {i}: {values[(n * size) + i]}, expected {answer.Elements[i]}");
                largest = Math.Max(largest, error == 0 ? 0 : error / answer.Elements[i].Error);
            }
        }

        return largest;
    }
}
