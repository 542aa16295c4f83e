using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>The arrays of a network that learns, outside the managed heap, with their gradients and what a rule keeps.</summary>
internal sealed unsafe class TrainedArrays : IDisposable
{
    private readonly List<AlignedFloats> _owned = [];
    private readonly List<AlignedFloats> _values = [];
    private readonly List<ParameterPointers> _trained = [];

    /// <summary>Copies the arrays.</summary>
    /// <param name="start">The network.</param>
    /// <param name="buffers">Numbers that the rule keeps for each weight, at most 2.</param>
    /// <param name="rateFactor">What the learning rate is multiplied by, from the full name of a parameter.</param>
    public TrainedArrays(Model start, int buffers, Func<string, ParameterSpec, double> rateFactor)
    {
        var learning = FusedPlan.Learning(start.Architecture);
        var slots = new List<IReadOnlyList<ParameterSlot>>();
        foreach (var (index, layer) in start.Architecture.Layers.Index())
        {
            var own = new List<ParameterSlot>();
            foreach (var parameter in layer.Parameters)
            {
                var values = Copy(start.Weights[_values.Count].Values<float>());
                own.Add(new(values, learning[index] && parameter.Trainable
                    ? Train(values, buffers, rateFactor(layer.FullName(parameter), parameter))
                    : null));
            }

            slots.Add(own);
        }

        Slots = slots;
    }

    /// <summary>All arrays, layer by layer.</summary>
    public IReadOnlyList<IReadOnlyList<ParameterSlot>> Slots { get; }

    /// <summary>Those that learn.</summary>
    public IReadOnlyList<ParameterPointers> Trained => _trained;

    /// <summary>The numbers of an array as they are now.</summary>
    /// <param name="index">Which, in the order of the description.</param>
    /// <returns>The numbers; good until this is disposed.</returns>
    public ReadOnlySpan<float> Values(int index) => new(_values[index].Pointer, (int)_values[index].Count);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var array in _owned)
            array.Dispose();
    }

    private float* Copy(ReadOnlySpan<float> values)
    {
        var copy = Take(values.Length);
        _values.Add(copy);
        values.CopyTo(new(copy.Pointer, values.Length));
        return copy.Pointer;
    }

    private float* Train(float* values, int buffers, double rateFactor)
    {
        var count = (int)_values[^1].Count;
        var gradient = Take(count).Pointer;
        _trained.Add(new(
            count,
            values,
            gradient,
            buffers > 0 ? Take(count).Pointer : null,
            buffers > 1 ? Take(count).Pointer : null,
            rateFactor));
        return gradient;
    }

    private AlignedFloats Take(int count)
    {
        var array = new AlignedFloats(count);
        _owned.Add(array);
        return array;
    }
}
