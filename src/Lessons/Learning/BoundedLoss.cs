using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>The mean loss of a few digits by the reference, with a bound on how far single precision may be off.</summary>
internal static class BoundedLoss
{
    /// <summary>Computes the cross-entropy.</summary>
    /// <param name="model">A network that <see cref="DigitWalk"/> can go through.</param>
    /// <param name="samples">The digits.</param>
    public static Rounded<Binary32> Of(Model model, DigitSamples samples)
    {
        var outputs = new Tensor<Rounded<Binary32>>(samples.Count, 10);
        for (var n = 0; n < samples.Count; n++)
        {
            var last = DigitWalk.Of(model, samples.Picture(n)).Stages[^1];
            for (var k = 0; k < 10; k++)
                outputs[n, k] = Rounded<Binary32>.Within(last.After.Elements[k].Value, last.Errors.Elements[k].Value);
        }

        return ReferenceLoss.Value(LossKind.CrossEntropy, 0, 10, outputs, samples.Labels);
    }
}
