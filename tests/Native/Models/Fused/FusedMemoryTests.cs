using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Plans;
using TorchBasics.Models;
using TorchBasics.Tests.Native.Kernels.Simd;
using TorchSharp;

namespace TorchBasics.Tests.Native.Models.Fused;

/// <summary>What the fused kernels may not take: managed memory in steady state, native memory behind their end.</summary>
[Collection(nameof(Alone))]
public sealed class FusedMemoryTests
{
    private static Architecture Picture { get; } = new("picture", [1, 9, 8],
        new Conv2d("conv1", 1, 5, kernel: 3, stride: 1, padding: 1), new Relu(), new MaxPool2d(kernel: 2, stride: 2),
        new Dropout(0.3), new Flatten(), new Linear("fc", 80, 4));

    // 16 MB of packed weights and as much of gradients.
    private static Architecture Wide { get; } = new(
        "wide", [2000], new Linear("fc1", 2000, 2000), new Relu(), new Linear("fc2", 2000, 10));

    [Theory]
    [InlineData(1)]
    [InlineData(70)]
    public void Learning_and_evaluating_allocate_nothing_once_warm(int samples)
    {
        using var network = new Network(Picture, seed: 1);
        using var batch = new Batches(network, samples);
        var sink = new Nowhere();
        Repeat(50, batch, sink); // the JIT is through by then

        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(20, batch, sink);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // A leak of the packed weights or of the gradients alone would take more than 600 MB.
    [Fact]
    public void A_network_that_is_disposed_gives_its_memory_back()
    {
        using var network = new Network(Wide, seed: 1);
        LearnAndDispose(network, times: 3);
        var before = Environment.WorkingSet;

        LearnAndDispose(network, Widths.Cases(40));

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 300L << 20);
    }

    private static void Repeat(int times, Batches batch, IResultSink sink)
    {
        var threads = torch.get_num_threads();
        torch.set_num_threads(1);
        for (var i = 0; i < times; i++)
        {
            batch.ComputeGradients(batch.Samples);
            batch.Evaluate(sink);
        }

        torch.set_num_threads(threads);
    }

    private static void LearnAndDispose(Network network, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var batch = new Batches(network, samples: 16);
            batch.ComputeGradients(16);
        }
    }
}
