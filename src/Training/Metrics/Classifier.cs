using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Inference;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Training.Metrics;

/// <summary>What a trained model takes each sample of a set for, by our own kernels on all processors.</summary>
public static class Classifier
{
    /// <summary>Classifies every sample.</summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">The samples as their source holds them; deskewed where the model wants them so.</param>
    /// <returns>The class of each sample, as <see cref="Predictor.Predict"/> has it.</returns>
    /// <exception cref="TorchBasicsException">A layer has no kernel, or an array is too large: kind Usage.</exception>
    /// <exception cref="ShapeException">The samples do not fit the network.</exception>
    public static int[] Classify(Model model, SampleSet samples)
    {
        using var predictor = new Predictor(model);
        if (samples.Shape.Elements != predictor.Inputs)
            throw new ShapeException($"{model.Architecture.Name} takes samples {model.Architecture.Input}; {samples} came.");
        using var data = new TensorData(samples, model.Normalization, CPU);
        using var values = data.Inputs.Borrow<float>();
        var (memory, classes) = (values.Memory, new int[samples.Count]);
        Parallel.For(0, samples.Count, k => classes[k] = predictor.Predict(
            memory.Span.Slice(k * predictor.Inputs, predictor.Inputs)));
        return classes;
    }
}
