using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchBasics.Tests.Ranks;

/// <summary>What .NET makes of signals after MPI was started.</summary>
internal static partial class Signals
{
    /// <summary>Reads through a null reference, on two threads.</summary>
    public static void NullReference(string[] arguments)
    {
        using var world = Launched.Start();
        Read();
        var thread = new Thread(Read);
        thread.Start();
        thread.Join();

        static void Read()
        {
            try
            {
                Console.WriteLine(LengthOf(null));
            }
            catch (NullReferenceException)
            {
                Console.WriteLine("caught");
            }
        }
    }

    /// <summary>Sends itself the signals that ask a program to end.</summary>
    public static void Registered(string[] arguments)
    {
        using var world = Launched.Start();
        foreach (var (signal, number) in new[] { (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15) })
        {
            using var arrived = new ManualResetEventSlim();
            using var registration = PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                arrived.Set();
            });
            _ = Kill(Environment.ProcessId, number);
            Console.WriteLine($"{signal} {(arrived.Wait(TimeSpan.FromSeconds(30)) ? "came" : "is lost")}");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int LengthOf(byte[]? bytes) => bytes!.Length;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
