using TorchBasics.Benchmarks.Running;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Inference;

/// <summary>A TorchSharp module in evaluation mode, without gradients; the results are copied to .NET memory.</summary>
internal sealed class TorchSharpInference : Rival
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly Tensor _inputs;
    private readonly float[] _outputs;

    public TorchSharpInference(string name, InferenceTask task, nn.Module<Tensor, Tensor> network)
        : base(name)
    {
        _network = network;
        _network.eval();
        _inputs = tensor(task.Inputs, task.InputSizes).DetachFromDisposeScope();
        _outputs = new float[task.OutputCount];
    }

    public override float[] Result() => _outputs;

    protected override void Work(int steps)
    {
        using var inference = inference_mode();
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            _network.call(_inputs).data<float>().CopyTo(_outputs);
        }
    }

    protected override void Free()
    {
        _network.Dispose();
        _inputs.Dispose();
    }
}
