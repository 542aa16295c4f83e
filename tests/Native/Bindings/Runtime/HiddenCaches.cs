using TorchBasics.Bindings.Hosts;

namespace TorchBasics.Tests.Native.Bindings.Runtime;

/// <summary>
/// A libtorch whose oneDNN sees what it sees under a hypervisor that hides the caches: a copy in which the one instruction that
/// loads the number of CPUID's leaf 8000_001D loads that of a leaf that does not exist and therefore reads as zeros.
/// </summary>
internal static class HiddenCaches
{
    private static readonly byte[] Leaf = [0x1D, 0x00, 0x00, 0x80];
    private static readonly byte[] NoLeaf = [0xFF, 0xFF, 0x00, 0x80];
    private static readonly byte[] CpuidInstruction = [0x0F, 0xA2];

    /// <summary>Makes the copy, or skips the test where the fault cannot be had.</summary>
    /// <param name="folder">An empty folder for it.</param>
    /// <returns>The folder to load from: the real one on a host that has the fault by itself.</returns>
    public static string Prepare(string folder)
    {
        var processor = Cpuid.OfThisMachine();
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && processor is { IsAmd: true },
            "Not an AMD processor under Linux: oneDNN's fault cannot occur");
        var real = RealLibrary.Libtorch();
        if (processor.HidesCaches)
            return real;
        foreach (var file in Directory.GetFiles(real).Where(file => Path.GetFileName(file) != "libtorch_cpu.so"))
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        var copy = Path.Combine(folder, "libtorch_cpu.so");
        File.Copy(Path.Combine(real, "libtorch_cpu.so"), copy);
        using var stream = new FileStream(copy, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = Find(stream);
        stream.Write(NoLeaf);
        return folder;
    }

    /// <summary>Where the leaf's number stands: in a move to a register, shortly before the instruction.</summary>
    private static long Find(FileStream stream)
    {
        const int overlap = 64;
        var buffer = new byte[(1 << 24) + overlap];
        for (long start = 0; start < stream.Length; start += buffer.Length - overlap)
        {
            stream.Position = start;
            var block = buffer.AsSpan(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
            for (var from = 1; from < block.Length - overlap && block[from..].IndexOf(Leaf) is >= 0 and var step; from++)
            {
                from += step;
                if (from + overlap <= block.Length && block[from - 1] is >= 0xB8 and <= 0xBF
                    && block.Slice(from, overlap).IndexOf(CpuidInstruction) >= 0)
                    return start + from;
            }
        }

        Assert.Skip("Not the oneDNN whose fault is known: it does not read this leaf");
        return 0;
    }
}
