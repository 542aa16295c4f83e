using Microsoft.ML.OnnxRuntime;
using TorchBasics.Benchmarks.Running;
using TorchBasics.Export.Onnx;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Benchmarks.Inference;

/// <summary>
/// ONNX Runtime on its processor back end with one thread, all graph optimisations, a fixed size of batch, and inputs and
/// outputs bound beforehand to .NET memory: the fastest way to call it that it documents.
/// </summary>
internal sealed class OnnxInference : Rival
{
    private readonly SessionOptions _options = new()
    {
        IntraOpNumThreads = 1,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
    };

    private readonly Microsoft.ML.OnnxRuntime.RunOptions _run = new();
    private readonly InferenceSession _session;
    private readonly OrtValue _inputs;
    private readonly OrtValue _outputs;
    private readonly OrtIoBinding _binding;
    private readonly float[] _results;

    public OnnxInference(InferenceTask task)
        : base(Title)
    {
        _session = new InferenceSession(
            OnnxFile.ToBytes(OnnxExporter.Convert(task.Model, new() { Batch = task.Batch })), _options);
        _results = new float[task.OutputCount];
        _inputs = OrtValue.CreateTensorValueFromMemory(task.Inputs, task.InputSizes);
        _outputs = OrtValue.CreateTensorValueFromMemory(_results, [task.Batch, InferenceTask.Architecture.Output[0]]);
        _binding = _session.CreateIoBinding();
        _binding.BindInput(OnnxExporter.Input, _inputs);
        _binding.BindOutput(OnnxExporter.Logits, _outputs);
    }

    public static string Title { get; } = $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}";

    public override float[] Result() => _results;

    protected override void Work(int steps)
    {
        for (var step = 0; step < steps; step++)
            _session.RunWithBinding(_run, _binding);
    }

    protected override void Free()
    {
        _binding.Dispose();
        _inputs.Dispose();
        _outputs.Dispose();
        _session.Dispose();
        _run.Dispose();
        _options.Dispose();
    }
}
