using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Rounding;

namespace TorchBasics.Export.Proving;

/// <summary>What a network has to answer, by the reference mathematics in double, with the bounds of single precision.</summary>
internal sealed class ReferenceOutputs
{
    private readonly Architecture _architecture;
    private readonly ParallelOptions _parallel;
    private readonly IReadOnlyList<IReadOnlyList<Tensor<Rounded<SinglePrecision>>>> _parameters;

    public ReferenceOutputs(
        Architecture architecture, IReadOnlyList<NamedArray> weights, CancellationToken cancellation = default) =>
        (_architecture, _parallel, _parameters) = (
            architecture,
            new ParallelOptions { CancellationToken = cancellation },
            LayerArrays.Split<Tensor<Rounded<SinglePrecision>>>(architecture.Layers, [.. weights.Select(Exactly)]));

    /// <summary>Computes the answers, each sample by itself.</summary>
    /// <param name="samples">Samples [N, ...], as the network takes them or raw.</param>
    /// <param name="normalization">
    /// What turns raw samples into those that the network takes; null where they are that already.
    /// </param>
    /// <returns>The answers, or null where rounding may decide one of them, so that there is nothing to compare.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Outputs? Compute(NamedArray samples, Normalization? normalization)
    {
        var count = (int)samples.Sizes[0];
        var results = new Tensor<Rounded<SinglePrecision>>?[count];
        Parallel.For(0, count, _parallel, n => results[n] = Compute(Sample(samples, n), normalization));
        if (results.Contains(null))
            return null;
        var elements = results.SelectMany(result => result!.Elements.ToArray()).ToList();
        return new(count, [.. elements.Select(element => element.Value)], [.. elements.Select(element => element.Error)]);
    }

    private Tensor<Rounded<SinglePrecision>>? Compute(Tensor<Rounded<SinglePrecision>> x, Normalization? normalization)
    {
        if (normalization is not null)
            Normalize(x, normalization);
        return BoundedForward.Run(_architecture, _parameters, x);
    }

    // x = v * scale + offset, with one pair for all or one for each entry of the first axis.
    private static void Normalize(Tensor<Rounded<SinglePrecision>> x, Normalization normalization)
    {
        var elements = x.Elements;
        var perEntry = normalization.Scale.Count == 1 ? elements.Length : elements.Length / normalization.Scale.Count;
        for (var i = 0; i < elements.Length; i++)
        {
            var (scale, offset) = (normalization.Scale[i / perEntry], normalization.Offset[i / perEntry]);
            elements[i] = (elements[i] * Rounded<SinglePrecision>.Exactly(scale)) + Rounded<SinglePrecision>.Exactly(offset);
        }
    }

    private Tensor<Rounded<SinglePrecision>> Sample(NamedArray samples, int n)
    {
        var size = (int)_architecture.Input.Elements;
        var values = samples.Values<float>().Slice(n * size, size);
        return Exactly([1, .. _architecture.Input], values);
    }

    private static Tensor<Rounded<SinglePrecision>> Exactly(NamedArray array) =>
        Exactly([.. array.Sizes.Select(size => (int)size)], array.Values<float>());

    private static Tensor<Rounded<SinglePrecision>> Exactly(int[] sizes, ReadOnlySpan<float> values)
    {
        var elements = new Rounded<SinglePrecision>[values.Length];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = Rounded<SinglePrecision>.Exactly(values[i]);
        return Tensor<Rounded<SinglePrecision>>.Over(sizes, elements);
    }
}
