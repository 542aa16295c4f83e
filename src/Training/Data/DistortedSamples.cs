using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using static TorchSharp.torch;

namespace TorchBasics.Training.Data;

/// <summary>A set of pictures as one epoch of a run would see them, kept.</summary>
public static class DistortedSamples
{
    /// <summary>Distorts every picture of a set, as <see cref="Augmenter"/> does for an epoch.</summary>
    /// <param name="set">Pictures of bytes.</param>
    /// <param name="augmentation">How far they are distorted.</param>
    /// <param name="seed">Seed of the distortions.</param>
    /// <param name="epoch">Epoch, counted from 0.</param>
    /// <returns>As many pictures with the same labels in the same order, rounded to whole pixels.</returns>
    /// <exception cref="TorchBasicsException">
    /// The samples are no pictures of bytes, or a number is out of range: kind Usage.
    /// </exception>
    public static SampleSet Draw(SampleSet set, Augmentation augmentation, ulong seed, int epoch)
    {
        if (!set.IsPictures)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"Distortions that are kept need pictures of bytes; {set.Name} holds {set.Inputs.Type} {set.Shape}.");
        using var data = new TensorData(set, Normalization.Identity, CPU);
        using var augmenter = new Augmenter(augmentation, data, seed);
        augmenter.StartEpoch(epoch);
        using var scope = NewDisposeScope();
        var all = tensor(Enumerable.Range(0, set.Count).Select(sample => (long)sample).ToArray());
        using var pixels = augmenter.Gather(all).Borrow<float>();
        var bytes = new byte[pixels.Memory.Length];
        for (var k = 0; k < bytes.Length; k++)
            bytes[k] = (byte)Math.Clamp(MathF.Round(pixels.Memory.Span[k]), byte.MinValue, byte.MaxValue);
        return new SampleSet(
            set.Name, new NamedArray(set.Inputs.Name, set.Inputs.Type, set.Inputs.Sizes, bytes), set.Labels, set.ClassNames);
    }
}
