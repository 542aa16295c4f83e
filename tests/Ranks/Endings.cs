using TorchBasics.Bindings.Mpi;

namespace TorchBasics.Tests.Ranks;

/// <summary>How the processes end.</summary>
internal static class Endings
{
    /// <summary>One ends all, of which the others wait for something that does not come.</summary>
    public static unsafe void Abort(string[] arguments)
    {
        using var world = Launched.Start();
        if (world.Rank == world.Size - 1)
        {
            Console.WriteLine("aborts");
            world.Abort(7);
        }

        byte place;
        var receiving = world.Receive(&place, 1, world.Size - 1, 0);
        Launched.Wait(world, ref receiving);
    }

    /// <summary>One does not end while the others wait for it: not longer than they want to.</summary>
    public static void Unfinished(string[] arguments)
    {
        var world = Launched.Start();
        if (world.Rank == world.Size - 1)
        {
            Thread.Sleep(TimeSpan.FromSeconds(5));
            return; // without a word to anybody
        }

        EndSoon(world);
    }

    /// <summary>The end does not come for another reason.</summary>
    public static void Impatient(string[] arguments) => EndSoon(Launched.Start());

    private static void EndSoon(MpiWorld world)
    {
        world.EndLimit = TimeSpan.FromSeconds(1);
        world.Dispose();
        Console.WriteLine("went on");
    }
}
