using TorchBasics.Benchmarks.Running;
using TorchBasics.Benchmarks.Training;
using TorchBasics.Kernels.Inference;
using TorchBasics.Models;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Inference;

/// <summary>The inference work that is measured, and who competes; one thread for all.</summary>
internal static class InferenceContests
{
    private const string PredictorTitle = "TorchBasics, Predictor";

    /// <summary>All contests.</summary>
    public static IReadOnlyList<Contest> All() => [Create("infer-1", batch: 1), Create("infer-64", batch: 64)];

    /// <summary>LeNet-5 with any batch up to 10,000.</summary>
    /// <param name="name">Short name.</param>
    /// <param name="batch">Samples per run.</param>
    public static Contest Create(string name, int batch)
    {
        var task = new Lazy<InferenceTask>(() => new InferenceTask(batch));
        return new(name, $"LeNet-5 inference, batch {batch}", Threads: 1, batch,
        2 * batch * InferenceTask.Architecture.MultiplyAdds, Tolerance: 1e-4,
        [
            new(OnnxInference.Title, () => new OnnxInference(task.Value)),
            new(PredictorTitle, () => Predicting(task.Value)),
            Module(BareLoop.Title, () => BareModules.Build(InferenceTask.Architecture, task.Value.Weights)),
            Module("TorchBasics on libtorch's operators", () => new Network(task.Value.Model)),
        ])
        {
            Traffic = new(sizeof(float) * Parameters, sizeof(float) * Parameters),
        };

        Entrant Module(string title, Func<nn.Module<Tensor, Tensor>> create) =>
            new(title, () => new TorchSharpInference(title, task.Value, create()));
    }

    private static long Parameters => InferenceTask.Architecture.ParameterCount;

    private static SpanInference Predicting(InferenceTask task)
    {
        var predictor = new Predictor(task.Model);
        return new SpanInference(PredictorTitle, task, predictor.Run, predictor);
    }
}
