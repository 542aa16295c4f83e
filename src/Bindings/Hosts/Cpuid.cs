using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace TorchBasics.Bindings.Hosts;

/// <summary>
/// What the processor, or the hypervisor in its name, says of itself (AMD64 Architecture Programmer's Manual, volume 3, appendix
/// E).
/// </summary>
/// <param name="read">Reads a leaf and subleaf: EAX, EBX, ECX, EDX.</param>
internal sealed class Cpuid(Func<uint, uint, (uint A, uint B, uint C, uint D)> read)
{
    private static readonly uint[] OfCaches = [0x4, 0xB, 0x8000_0005, 0x8000_0006, 0x8000_001D];

    private const uint Topology = 1u << 22; // leaf 8000_0001, ECX: leaf 8000_001D describes the caches

    /// <summary>That of this machine; null where it is no x86.</summary>
    public static Cpuid? OfThisMachine() => X86Base.IsSupported ? new Cpuid(Read) : null;

    /// <summary>"AuthenticAMD", "GenuineIntel", ...</summary>
    public string Vendor => Leaf(0) is var (_, b, c, d) ? Text(b, d, c) : "";

    /// <summary>Whether AMD made it.</summary>
    public bool IsAmd => Vendor == "AuthenticAMD";

    /// <summary>The name that it gives itself, with its family and model, as "AMD EPYC 9654 (family 25, model 17)".</summary>
    public string Name
    {
        get
        {
            var words = new List<uint>();
            for (var leaf = 0x8000_0002u; leaf <= 0x8000_0004 && leaf <= Leaf(0x8000_0000).A; leaf++)
                words.AddRange(Leaf(leaf) is var (a, b, c, d) ? [a, b, c, d] : []);
            var signature = Leaf(1).A;
            var family = ((signature >> 8) & 0xF) + ((signature >> 20) & 0xFF);
            var model = ((signature >> 4) & 0xF) + ((signature >> 12) & 0xF0);
            var name = Text([.. words]) is { Length: > 0 } brand ? brand : Vendor;
            return string.Create(CultureInfo.InvariantCulture, $"{name} (family {family}, model {model})");
        }
    }

    /// <summary>The hypervisor below, as it names itself ("KVMKVMKVM", "bhyve bhyve"); null when there is none.</summary>
    public string? Hypervisor => (Leaf(1).C >> 31) == 0 ? null : Leaf(0x4000_0000) is var (_, b, c, d) ? Text(b, c, d) : null;

    /// <summary>The leaves that tell of caches and cores, with their registers in hexadecimal.</summary>
    public IReadOnlyList<CpuidLeaf> CacheLeaves =>
        [.. OfCaches.Select(leaf => new CpuidLeaf(leaf, Leaf(leaf)))];

    /// <summary>Whether an AMD processor says that leaf 8000_001D describes its caches, and the leaf describes none.</summary>
    public bool HidesCaches => IsAmd && (Leaf(0x8000_0001).C & Topology) != 0 && (Leaf(0x8000_001D).A & 0x1F) == 0;

    /// <summary>Whether an AMD processor names no third-level cache in leaf 8000_0006 (EDX, bits 31 to 18).</summary>
    public bool HidesThirdLevel => IsAmd && Leaf(0x8000_0006).D >> 18 == 0;

    private (uint A, uint B, uint C, uint D) Leaf(uint leaf) =>
        leaf is 0 or 0x8000_0000 or 0x4000_0000 || leaf <= read(leaf & 0x8000_0000, 0).A ? read(leaf, 0) : default;

    private static (uint A, uint B, uint C, uint D) Read(uint leaf, uint subleaf)
    {
        var (a, b, c, d) = X86Base.CpuId((int)leaf, (int)subleaf);
        return ((uint)a, (uint)b, (uint)c, (uint)d);
    }

    private static string Text(params ReadOnlySpan<uint> words)
    {
        Span<byte> bytes = stackalloc byte[words.Length * sizeof(uint)];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(i * sizeof(uint))..], words[i]);
        return Encoding.ASCII.GetString(bytes).Replace('\0', ' ').Trim();
    }
}
