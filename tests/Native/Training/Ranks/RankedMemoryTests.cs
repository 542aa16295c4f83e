using TorchBasics.Core;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Ranks;
using TorchSharp;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>What a step on several ranks may not take or leave: managed memory, tensors.</summary>
[Collection(nameof(Alone))]
public sealed class RankedMemoryTests : IDisposable
{
    private readonly int _threads = torch.get_num_threads();

    public void Dispose() => torch.set_num_threads(_threads);

    // The last batch of an epoch is smaller.
    [Theory]
    [InlineData("picture", 1), InlineData("picture", 2), InlineData("picture", 3)]
    [InlineData("wide", 2), InlineData("wide", 3)]
    public void A_step_allocates_nothing_once_warm(string network, int size)
    {
        var allocated = Crew.Work(size, ranks => Steps(Learners.Of(network), KernelChoice.Fused, ranks, step =>
        {
            var bytes = Allocated(step);
            // What is not optimized yet allocates, too: the JIT works beside the steps, and on a busy machine not at once.
            for (var patience = 100; patience > 0; patience--)
            {
                if (!ranks.Gather([bytes > 0 ? (byte)1 : (byte)0]).Contains((byte)1))
                    break;
                Thread.Sleep(50);
                bytes = Allocated(step);
            }

            return bytes;
        }));

        Assert.All(allocated, bytes => Assert.Equal(0, bytes));
    }

    [Theory]
    [InlineData(KernelChoice.Fused)]
    [InlineData(KernelChoice.Libtorch)]
    public void A_step_leaves_no_tensor(KernelChoice kernels)
    {
        var left = Crew.Work(3, ranks => Steps(Learners.Picture, kernels, ranks, step =>
        {
            Repeat(6, step);
            var before = Live.Tensors;
            Repeat(60, step);
            return Live.Tensors - before;
        }));

        Assert.All(left, tensors => Assert.Equal(0, tensors));
    }

    [Theory]
    [InlineData(KernelChoice.Fused)]
    [InlineData(KernelChoice.Libtorch)]
    public void A_trainer_that_is_disposed_leaves_no_tensor(KernelChoice kernels)
    {
        var left = Crew.Work(2, ranks =>
        {
            var before = Live.Tensors;
            Steps(Learners.Distances, kernels, ranks, step =>
            {
                Repeat(4, step);
                return 0;
            });
            return Live.Tensors - before;
        });

        Assert.All(left, tensors => Assert.Equal(0, tensors));
    }

    private static long Steps(Architecture architecture, KernelChoice kernels, RankGroup ranks, Func<Action, long> measure)
    {
        torch.set_num_threads(1);
        using var network = new Network(architecture, seed: 1);
        using var data = Learners.Data(architecture, samples: 200);
        using var trainer = new Trainer(
            network,
            data,
            Learners.Options(architecture, batchSize: 70, epochs: 2000, kernels),
            TrainerParts.Product,
            ranks);
        return measure(trainer.Step);
    }

    // Ten epochs.
    private static long Allocated(Action step)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(30, step);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Repeat(int times, Action step)
    {
        for (var i = 0; i < times; i++)
            step();
    }
}
