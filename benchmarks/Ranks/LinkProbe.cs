using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using TorchBasics.Bindings.Mpi;
using TorchBasics.Core.Errors;

namespace TorchBasics.Benchmarks.Ranks;

/// <summary>
/// Measures the link between two ranks, as training uses it: messages that come back, and messages in both directions at once.
/// </summary>
internal static unsafe class LinkProbe
{
    /// <summary>The verb with which this program starts itself.</summary>
    public const string Verb = "ranks-link";

    private const int Tag = 7;
    private const double Seconds = 0.05;
    private const int Turns = 7;
    private const int SpinTurns = 1000;
    private const int Count = 1 << 22; // floats that no cache of a core holds

    private static readonly int[] Sizes = [0, 64, 1 << 10, 1 << 14, 1 << 18, 1 << 20, 1 << 22, 1 << 24];

    /// <summary>Answers on standard output of rank 0: bytes, seconds there, seconds of an exchange.</summary>
    /// <param name="saysLibrary">Whether only the name of the library is wanted.</param>
    public static void Answer(bool saysLibrary)
    {
        var launch = MpiLaunch.Detect()
            ?? throw new TorchBasicsException(ErrorKind.Usage, $"{Verb} is started by MPI's launcher, with 2 processes.");
        var library = MpiLibrary.Load(launch);
        using var world = library.Start();
        if (saysLibrary)
        {
            if (world.Rank == 0)
                Console.WriteLine(library.Version);
            return;
        }

        var sent = (byte*)NativeMemory.AllocZeroed((nuint)Sizes[^1]);
        var received = (byte*)NativeMemory.AllocZeroed((nuint)Sizes[^1]);
        foreach (var size in Sizes)
        {
            var there = Median(() => PingPong(world, sent, received, size)) / 2;
            var exchange = Median(() => Exchange(world, sent, received, size));
            if (world.Rank == 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"link {size} {there:R} {exchange:R}"));
        }

        if (world.Rank == 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"add {Count / MedianOf(Additions()):R}"));
        NativeMemory.Free(sent);
        NativeMemory.Free(received);

        // Both ranks do the same number of turns, which rank 0 decides.
        double Median(Func<double> once)
        {
            _ = once();
            *(int*)sent = (int)Math.Clamp(Seconds / Math.Max(once(), 1e-7), 3, 20_000);
            Wait(world, world.Rank == 0
                ? world.Send(sent, sizeof(int), 1, Tag) : world.Receive(sent, sizeof(int), 0, Tag));
            var count = *(int*)sent;
            return MedianOf(() =>
            {
                var start = Stopwatch.GetTimestamp();
                for (var k = 0; k < count; k++)
                    _ = once();
                return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
            });
        }
    }

    private static double MedianOf(Func<double> turn) =>
        Enumerable.Range(0, Turns).Select(_ => turn()).Order().ElementAt(Turns / 2);

    private static int Peer(MpiWorld world) => 1 - world.Rank;

    private static double PingPong(MpiWorld world, byte* sent, byte* received, int size)
    {
        var start = Stopwatch.GetTimestamp();
        if (world.Rank == 0)
            Wait(world, world.Send(sent, size, 1, Tag));
        Wait(world, world.Receive(received, size, Peer(world), Tag));
        if (world.Rank == 1)
            Wait(world, world.Send(sent, size, 0, Tag));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Exchange(MpiWorld world, byte* sent, byte* received, int size)
    {
        var start = Stopwatch.GetTimestamp();
        var coming = world.Receive(received, size, Peer(world), Tag);
        var going = world.Send(sent, size, Peer(world), Tag);
        Wait(world, coming);
        Wait(world, going);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // Seconds in which as many numbers as lie in much memory are added to others.
    private static Func<double> Additions()
    {
        var (sums, others) = (new float[Count], new float[Count]);
        Array.Fill(sums, 1);
        Array.Fill(others, 1);
        return () =>
        {
            var start = Stopwatch.GetTimestamp();
            var into = MemoryMarshal.Cast<float, Vector<float>>(sums.AsSpan());
            var from = MemoryMarshal.Cast<float, Vector<float>>(others.AsSpan());
            for (var k = 0; k < into.Length; k++)
                into[k] += from[k];
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        };
    }

    private static void Wait(MpiWorld world, MpiRequest request)
    {
        for (var turn = 0; !world.IsDone(ref request); turn++)
            if (turn > SpinTurns)
                Thread.Yield();
    }
}
