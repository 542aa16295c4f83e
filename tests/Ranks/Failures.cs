using TorchBasics.Bindings.Mpi;

namespace TorchBasics.Tests.Ranks;

/// <summary>Messages that fail: what is thrown is printed.</summary>
internal static unsafe class Failures
{
    /// <summary>To a rank that does not exist.</summary>
    public static void UnknownPeer(string[] arguments)
    {
        using var world = Launched.Start();
        Print(() => world.Send(null, 0, world.Size, 0));
        Print(() => world.Receive(null, 0, -7, 0));
    }

    /// <summary>Fewer bytes than the receiver asked for; the message after it arrives.</summary>
    public static void ShortMessage(string[] arguments) => Receive(sent: 10, expected: 20);

    /// <summary>More bytes than the receiver has room for.</summary>
    public static void LongMessage(string[] arguments) => Receive(sent: 20, expected: 10);

    private static void Receive(int sent, int expected)
    {
        using var world = Launched.Start();
        var place = stackalloc byte[40];
        var (next, before) = ((world.Rank + 1) % world.Size, (world.Rank + world.Size - 1) % world.Size);
        var receiving = world.Receive(place, expected, before, 0);
        var sending = world.Send(place + 20, sent, next, 0);
        try
        {
            Launched.Wait(world, ref receiving);
        }
        catch (MpiException error)
        {
            Console.WriteLine($"{error.Kind}, {error.Call}, {error.Peer}: {error.Message}");
        }

        Console.WriteLine($"done: {world.IsDone(ref receiving)}");
        Launched.Wait(world, ref sending);
        Launched.Exchange(world, next, before, (_, _) => 100, tag: 1);
    }

    private static void Print(Action action)
    {
        try
        {
            action();
        }
        catch (MpiException error)
        {
            Console.WriteLine($"{error.Kind}, {error.Call}, {error.Peer}: {error.Message}");
        }
    }
}
