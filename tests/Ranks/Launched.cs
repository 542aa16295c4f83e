using System.Diagnostics;
using TorchBasics.Bindings.Mpi;

namespace TorchBasics.Tests.Ranks;

/// <summary>What scenarios share.</summary>
internal static unsafe class Launched
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Starts MPI as a program does.</summary>
    public static MpiWorld Start() => MpiLibrary.Load(MpiLaunch.Detect()).Start();

    /// <summary>Polls until a message is through.</summary>
    public static void Wait(MpiWorld world, ref MpiRequest request)
    {
        for (var start = Stopwatch.GetTimestamp(); !world.IsDone(ref request); Thread.Sleep(0))
        {
            if (Stopwatch.GetElapsedTime(start) > Limit)
                throw new TimeoutException($"Rank {world.Rank}: a message was not through after {Limit}.");
        }
    }

    /// <summary>Sends one message and receives another, from and to whomever, and asserts what came.</summary>
    /// <param name="world">Where.</param>
    /// <param name="to">The receiver of what is sent.</param>
    /// <param name="from">The sender of what is received.</param>
    /// <param name="length">The length of the message from one rank to another.</param>
    /// <param name="tag">The tag of both.</param>
    public static void Exchange(MpiWorld world, int to, int from, Func<int, int, int> length, int tag)
    {
        var sent = Content(world.Rank, to, length(world.Rank, to));
        var received = new byte[length(from, world.Rank)];
        fixed (byte* source = sent, target = received)
        {
            var receiving = world.Receive(target, received.Length, from, tag);
            var sending = world.Send(source, sent.Length, to, tag);
            Wait(world, ref sending);
            Wait(world, ref receiving);
            if (!world.IsDone(ref sending) || !world.IsDone(ref receiving))
                throw new InvalidOperationException("A message that was through is under way again.");
        }

        if (!received.AsSpan().SequenceEqual(Content(from, world.Rank, received.Length)))
            throw new InvalidOperationException($"Rank {world.Rank} got other bytes than rank {from} sent.");
    }

    /// <summary>Bytes that no other pair of ranks sends.</summary>
    public static byte[] Content(int from, int to, int length)
    {
        var bytes = new byte[length];
        new Random((from * 1000) + to).NextBytes(bytes);
        return bytes;
    }
}
