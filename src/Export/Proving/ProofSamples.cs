using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Proving;

/// <summary>
/// Samples that a proof sends through a network: one all black, one all white, the rest noise, which excites every weight.
/// </summary>
/// <remarks>Pixels have the values 0 to 255, as their files have; other numbers lie between -1 and 1.</remarks>
internal sealed class ProofSamples
{
    private readonly Shape _shape;
    private readonly float[] _values;

    public ProofSamples(Shape shape, int count, ulong seed, bool pixels)
    {
        (_shape, Count, ArePixels) = (shape, count, pixels);
        _values = new float[checked(count * shape.Elements)];
        var random = RandomGenerator.ForStream(seed, "proof");
        for (var n = 0; n < count; n++)
            Fill(_values.AsSpan((int)(n * shape.Elements), (int)shape.Elements), n, random);
    }

    /// <summary>How many samples there are.</summary>
    public int Count { get; }

    /// <summary>Whether the values are whole numbers from 0 to 255.</summary>
    public bool ArePixels { get; }

    /// <summary>The first samples as they are.</summary>
    public NamedArray Raw(string name, int count, bool asBytes)
    {
        var values = _values.AsSpan(0, (int)(count * _shape.Elements));
        if (!asBytes)
            return NamedArray.Of<float>(name, Sizes(count), values);
        var bytes = new byte[values.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)values[i];
        return new NamedArray(name, ElementType.UInt8, Sizes(count), bytes);
    }

    /// <summary>The first samples as the network takes them.</summary>
    /// <param name="name">Name of the array.</param>
    /// <param name="count">How many.</param>
    /// <param name="apply">Normalises one sample in place.</param>
    public NamedArray Prepared(string name, int count, Action<Span<float>> apply)
    {
        var values = _values.AsSpan(0, (int)(count * _shape.Elements)).ToArray();
        for (var n = 0; n < count; n++)
            apply(values.AsSpan((int)(n * _shape.Elements), (int)_shape.Elements));
        return NamedArray.Of<float>(name, Sizes(count), values);
    }

    private long[] Sizes(int count) => [count, .. _shape.Select(size => (long)size)];

    private void Fill(Span<float> sample, int index, RandomGenerator random)
    {
        for (var i = 0; i < sample.Length; i++)
        {
            var value = index switch
            {
                0 => 0,
                1 => 1,
                _ => random.NextSingle(),
            };
            sample[i] = ArePixels ? MathF.Round(byte.MaxValue * value) : (2 * value) - 1;
        }
    }
}
