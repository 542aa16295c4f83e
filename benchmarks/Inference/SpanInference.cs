using TorchBasics.Benchmarks.Running;

namespace TorchBasics.Benchmarks.Inference;

/// <summary>Anything that turns floats into floats.</summary>
internal sealed class SpanInference(string name, InferenceTask task, SpanInference.Function run, IDisposable? owned = null)
    : Rival(name)
{
    private readonly float[] _outputs = new float[task.OutputCount];

    /// <summary>One run.</summary>
    /// <param name="inputs">All samples, row by row.</param>
    /// <param name="outputs">Receives all results, row by row.</param>
    public delegate void Function(ReadOnlySpan<float> inputs, Span<float> outputs);

    public override float[] Result() => _outputs;

    protected override void Work(int steps)
    {
        for (var step = 0; step < steps; step++)
            run(task.Inputs, _outputs);
    }

    protected override void Free() => owned?.Dispose();
}
