namespace TorchBasics.Tests.Ranks;

/// <summary>Messages that arrive.</summary>
internal static unsafe class Messages
{
    private const int Large = 3_000_000;

    /// <summary>Large messages and empty ones, to the next and to the one before.</summary>
    public static void Ring(string[] arguments)
    {
        using var world = Launched.Start();
        var next = (world.Rank + 1) % world.Size;
        var before = (world.Rank + world.Size - 1) % world.Size;
        foreach (var length in new[] { Large, 0, 1 })
        {
            Launched.Exchange(world, next, before, (_, _) => length, tag: 1);
            Launched.Exchange(world, before, next, (_, _) => length, tag: 32_767);
        }

        Console.WriteLine($"rank {world.Rank} of {world.Size} on {world.Host}");
    }

    /// <summary>Every rank with every other and itself, each message of a length of its own.</summary>
    public static void Pairs(string[] arguments)
    {
        using var world = Launched.Start();
        for (var distance = 0; distance < world.Size; distance++)
        {
            var (to, from) = ((world.Rank + distance) % world.Size, (world.Rank + world.Size - distance) % world.Size);
            Launched.Exchange(world, to, from, (source, target) => 100_000 + (1000 * source) + target, tag: distance);
        }

        Console.WriteLine($"rank {world.Rank} met {world.Size}");
    }

    /// <summary>Two messages of one tag, each in pieces, beside each other.</summary>
    public static void Pieces(string[] arguments)
    {
        using var world = Launched.Start();
        world.PieceBytes = 700_001;
        var (to, from) = ((world.Rank + 1) % world.Size, (world.Rank + world.Size - 1) % world.Size);
        byte[][] sent = [Launched.Content(world.Rank, 500, Large), Launched.Content(world.Rank, 501, Large + 1)];
        byte[][] received = [new byte[Large], new byte[Large + 1]];
        fixed (byte* first = sent[0], second = sent[1], firstTarget = received[0], secondTarget = received[1])
        {
            var requests = new[]
            {
                world.Receive(firstTarget, Large, from, 3), world.Receive(secondTarget, Large + 1, from, 3),
                world.Send(first, Large, to, 3), world.Send(second, Large + 1, to, 3),
            };
            for (var index = requests.Length - 1; index >= 0; index--)
                Launched.Wait(world, ref requests[index]);
        }

        for (var index = 0; index < 2; index++)
        {
            if (!received[index].AsSpan().SequenceEqual(Launched.Content(from, 500 + index, received[index].Length)))
                throw new InvalidOperationException($"Message {index} is not what was sent.");
        }

        Console.WriteLine($"rank {world.Rank} in {(Large + 700_000) / 700_001} pieces");
    }

    /// <summary>How much the managed heap grows by messages.</summary>
    public static void Allocations(string[] arguments)
    {
        using var world = Launched.Start();
        var place = stackalloc byte[100];
        _ = Allocated(); // what happens once
        Console.WriteLine($"allocated {Allocated()}");

        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var round = 0; round < 1000; round++)
                Send();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Send()
        {
            var receiving = world.Receive(place + 50, 50, (world.Rank + world.Size - 1) % world.Size, 5);
            var sending = world.Send(place, 50, (world.Rank + 1) % world.Size, 5);
            while (!world.IsDone(ref receiving) || !world.IsDone(ref sending))
                Thread.Yield();
        }
    }
}
