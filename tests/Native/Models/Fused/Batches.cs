using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Learning;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Models;
using TorchBasics.Models.Fused;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Losses;
using TorchBasics.Verification.Engines;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Models.Fused;

/// <summary>A network on our kernels with a random batch to learn from.</summary>
internal sealed class Batches : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly ClassLoss _loss;
    private readonly TensorSource _source = new();

    public Batches(Network network, int samples, FusedNetwork? fused = null, LossKind loss = LossKind.CrossEntropy)
    {
        var (random, outputs) = (new RandomGenerator(5), network.Architecture.Output[0]);
        (Samples, Fused, _loss) = (samples, fused ?? new FusedNetwork(network), FusedLoss.Of(Loss.Create(loss, 0.1, outputs)));
        Inputs = RandomNumbers.Draw(random, [samples, .. network.Architecture.Input]).ToTorch(float32, CPU);
        Labels = tensor(Enumerable.Range(0, samples).Select(_ => (long)random.NextInt32(outputs)).ToArray());
        Take(samples);
    }

    public int Samples { get; }

    public FusedNetwork Fused { get; }

    public Tensor Inputs { get; }

    public Tensor Labels { get; }

    /// <summary>Chooses the first samples for the next calls.</summary>
    public void Take(int samples) => _source.Set(Inputs.narrow(0, 0, samples), Labels.narrow(0, 0, samples));

    public void ComputeGradients(int samples) => Fused.ComputeGradients(_source, _loss, samples, seed: 3);

    public void ComputeGradients(Func<IBatchSource, IBatchSource> wrap) =>
        Fused.ComputeGradients(wrap(_source), _loss, Samples, seed: 3);

    public void ComputeGradients(KernelNetwork other) => other.ComputeGradients(_source, _loss, Samples, seed: 3);

    public void Evaluate(IResultSink sink) => Fused.Evaluate(_source, sink, Samples);

    /// <summary>The loss and all gradients of the last batch.</summary>
    public float[] Learnt() =>
        [(float)Fused.Loss, .. Fused.Gradients.Values.SelectMany(gradient => gradient.data<float>().ToArray())];

    public void Dispose()
    {
        Fused.Dispose();
        _source.Dispose();
        _scope.Dispose();
    }
}

/// <summary>Throws results away.</summary>
internal sealed unsafe class Nowhere : IResultSink
{
    public void Take(int first, int count, int outputs, float* y)
    {
    }
}

/// <summary>A source that leaves numbers in the lanes behind the batch, where zeros should stand.</summary>
internal sealed unsafe class DirtyLanes(IBatchSource source, float dirt) : IBatchSource
{
    public void Fill(int first, int count, in Plane plane, float* x)
    {
        source.Fill(first, count, plane, x);
        for (var channel = 0; channel < plane.Channels; channel++)
            for (var row = 0; row < plane.Height; row++)
                for (var column = 0; column < plane.Width; column++)
                    new Span<float>(x + plane.Offset(channel, row, column) + count, Lanes.Count - count).Fill(dirt);
    }

    public void Label(int first, int count, float* labels) => source.Label(first, count, labels);
}
