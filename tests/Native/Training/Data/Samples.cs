using TorchBasics.Core;
using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Training.Data;

/// <summary>Small data sets with chosen content.</summary>
internal static class Samples
{
    public static SampleSet Pictures(int count, int height, int width, int classes = 3)
    {
        var pixels = new byte[count * height * width];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i * 37);
        return Pictures(pixels, [count, 1, height, width], [.. Enumerable.Range(0, count).Select(i => i % classes)], classes);
    }

    public static SampleSet Pictures(byte[] pixels, long[] sizes, int[] labels, int classes) =>
        new(
            "pictures",
            new NamedArray("inputs", ElementType.UInt8, sizes, pixels),
            labels,
            [.. Enumerable.Range(0, classes).Select(i => $"{i}")]);

    public static SampleSet Vectors(float[] values, int features, int[] labels, int classes = 2) =>
        new(
            "vectors",
            NamedArray.Of<float>("inputs", [values.Length / features, features], values),
            labels,
            [.. Enumerable.Range(0, classes).Select(i => $"{i}")]);

    public static string? MnistFolder
    {
        get
        {
            var data = Environment.GetEnvironmentVariable(DataLocations.DataVariable);
            return data is null ? null : new[] { Path.Combine(data, "mnist"), data }
                .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "train-images-idx3-ubyte.gz")));
        }
    }
}
