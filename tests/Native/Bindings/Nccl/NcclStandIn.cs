using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchBasics.Bindings.Cuda;
using TorchBasics.Bindings.Nccl;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Tests.Native.Bindings.Nccl;

/// <summary>
/// A small library with NCCL's interface, compiled here, whose ranks are threads and whose devices are the processor: what
/// NCCL demands and promises can be tried without a GPU.
/// </summary>
internal sealed unsafe class NcclStandIn : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Compiles it.</summary>
    /// <param name="fault">What goes wrong, as its source names it.</param>
    public NcclStandIn(string fault = "NONE")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/gcc"), "gcc is not installed.");
        var source = System.IO.Path.Combine(AppContext.BaseDirectory, "Bindings/Nccl/nccl_stand_in.c");
        using var gcc = Process.Start(new ProcessStartInfo(
            "/usr/bin/gcc",
            ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-pthread", $"-DFAULT={fault}", "-o", Path, source])
        { RedirectStandardError = true })!;
        var error = gcc.StandardError.ReadToEnd();
        gcc.WaitForExit();
        Assert.True(gcc.ExitCode == 0, error);
    }

    /// <summary>The file.</summary>
    public string Path => _folder["libnccl.so.2"];

    /// <summary>Communicators that nobody has given back.</summary>
    public int Alive => ((delegate* unmanaged<int>)NativeLibrary.GetExport(NativeLibrary.Load(Path), "stand_in_alive"))();

    /// <summary>The library, loaded.</summary>
    public NcclLibrary Load() => NcclLibrary.Load([Path]);

    /// <summary>The library, for a rank that computes on the processor.</summary>
    public (NcclUse? Use, string Refusal) Use() => (new(Load(), () => new Order()), "");

    public void Dispose() => _folder.Dispose();

    /// <summary>A counter of what is not done yet.</summary>
    public sealed class Order : IStreamOrder
    {
        private int* _pending = (int*)NativeMemory.AllocZeroed(sizeof(int));

        /// <inheritdoc/>
        public nint Handle => (nint)_pending;

        /// <inheritdoc/>
        public bool IsIdle => Volatile.Read(ref *_pending) == 0;

        /// <inheritdoc/>
        public T Within<T>(Func<T> work) => work();

        /// <inheritdoc/>
        public void Dispose()
        {
            NativeMemory.Free(_pending);
            _pending = null;
        }
    }
}
