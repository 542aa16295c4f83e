using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Export.Onnx;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Rounding;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>A network to export, samples for it, and what its file must answer to them by the reference mathematics.</summary>
internal sealed class ExportCase
{
    private const int Samples = 7;

    private readonly RandomGenerator _random;

    public ExportCase(Architecture architecture, IReadOnlyList<NamedArray> weights, ulong seed)
    {
        _random = RandomGenerator.ForStream(seed, "export", 0);
        var classes = Enumerable.Range(0, Math.Max(architecture.Output[0], 2)).Select(index => $"class {index}");
        Model = new Model(architecture, weights)
        {
            Normalization = Normalize(architecture.Input),
            ClassNames = [.. classes],
            TrainedOn = Model.Untrained,
            CreatedBy = "tests"
        };
        Raw = [.. Enumerable.Range(0, Samples).Select(_ => Sample(architecture.Input))];
    }

    public Model Model { get; }

    /// <summary>The samples before normalisation: bytes as floats for pictures, any floats for vectors.</summary>
    public IReadOnlyList<float[]> Raw { get; }

    public Architecture Architecture => Model.Architecture;

    public static ExportCase Draw(Architecture architecture, ulong seed) =>
        new(architecture, WeightInitializer.Draw(architecture, seed), seed);

    /// <summary>A batch as a file with these options takes it; from the first sample again after the last.</summary>
    public NamedArray Input(OnnxExportOptions options, int batch)
    {
        long[] sizes = [batch, .. Architecture.Input.Select(size => (long)size)];
        var samples = Enumerable.Range(0, batch).Select(n => Raw[n % Samples]);
        if (!options.IncludePreprocessing)
            return NamedArray.Of<float>("input", sizes, [.. samples.SelectMany(Normalized)]);
        return Architecture.Input.Count == 3
            ? NamedArray.Of<byte>("input", sizes, [.. samples.SelectMany(sample => sample).Select(value => (byte)value)])
            : NamedArray.Of<float>("input", sizes, [.. samples.SelectMany(sample => sample)]);
    }

    /// <summary>The answer to each sample with its bounds; null where rounding may decide it or no bound holds.</summary>
    public IReadOnlyList<Tensor<Rounded<Binary32>>?> Expected(OnnxExportOptions options)
    {
        var weights = LayerArrays.Split(Architecture.Layers, [.. Model.Weights.Select(Exactly)]);
        var expected = new Tensor<Rounded<Binary32>>?[Samples];
        Parallel.For(0, Samples, n => expected[n] = Answer(options, weights, Raw[n]));
        return expected;
    }

    private Tensor<Rounded<Binary32>>? Answer(
        OnnxExportOptions options, IReadOnlyList<IReadOnlyList<Tensor<Rounded<Binary32>>>> weights, float[] raw)
    {
        int[] sizes = [1, .. Architecture.Input];
        var x = options.IncludePreprocessing ? Preprocessed(sizes, raw) : Exactly(sizes, Normalized(raw));
        foreach (var (layer, parameters) in Architecture.Layers.Zip(weights))
        {
            if (Undecided.Forward(layer, parameters, x))
                return null;
            x = LayerAsWritten.Forward(layer, parameters, x);
        }

        var softmax = (options.Softmax || options.IncludePreprocessing) && Architecture.Output is [> 1]
            && !Architecture.GivesProbabilities;
        x = softmax ? ReferenceLayer.Forward(new Softmax(), [], x) : x;
        return Array.TrueForAll(x.Elements.ToArray(), element => double.IsFinite(element.Value) && double.IsFinite(element.Error))
            ? x
            : null;
    }

    // v * scale + offset, with the rounding of both operations.
    private Tensor<Rounded<Binary32>> Preprocessed(int[] sizes, float[] raw)
    {
        var (scale, offset) = (Model.Normalization.Scale, Model.Normalization.Offset);
        var x = Exactly(sizes, raw);
        for (var i = 0; i < raw.Length; i++)
        {
            var entry = scale.Count == 1 ? 0 : i / (raw.Length / scale.Count);
            x.Elements[i] = (x.Elements[i] * Rounded<Binary32>.Exactly(scale[entry])) + Rounded<Binary32>.Exactly(offset[entry]);
        }

        return x;
    }

    private float[] Normalized(float[] raw)
    {
        float[] values = [.. raw];
        Model.Normalization.ApplyInPlace(values, Architecture.Input);
        return values;
    }

    // One pair of numbers for pictures of one channel, else one for each channel or feature.
    private Normalization Normalize(Shape input) => input is [1, _, _]
        ? Normalization.FromRange(PixelRange.LeCun1998)
        : new(
            [.. Enumerable.Range(0, input[0]).Select(_ => (0.5f + _random.NextSingle()) / (input.Count == 3 ? 128 : 1))],
            [.. Enumerable.Range(0, input[0]).Select(_ => _random.NextSingle() - 0.5f)]);

    private float[] Sample(Shape shape) =>
        [.. Enumerable.Range(0, (int)shape.Elements)
            .Select(_ => shape.Count == 3 ? _random.NextInt32(256) : (float)_random.NextUniform(-1, 1))];

    public static Tensor<Rounded<Binary32>> Exactly(NamedArray array) =>
        Exactly([.. array.Sizes.Select(size => (int)size)], array.Values<float>());

    private static Tensor<Rounded<Binary32>> Exactly(int[] sizes, ReadOnlySpan<float> values)
    {
        var elements = new Rounded<Binary32>[values.Length];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = Rounded<Binary32>.Exactly(values[i]);
        return Tensor<Rounded<Binary32>>.Over(sizes, elements);
    }
}
