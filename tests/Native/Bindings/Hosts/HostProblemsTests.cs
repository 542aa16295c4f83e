using TorchBasics.Bindings.Hosts;
using TorchBasics.Bindings.Libraries;
using TorchBasics.Kernels.Proving;

namespace TorchBasics.Tests.Native.Bindings.Hosts;

public class HostProblemsTests
{
    private const uint Topology = 1u << 22;

    private static readonly WrongAnswer Wrong = new("conv2d", "2 x 20 to 50 channels", "all threads", 3, 1, 2);

    [Fact]
    public void A_processor_tells_its_name_family_model_and_hypervisor()
    {
        // The registers hold "AuthenticAMD" in the order EBX, EDX, ECX, and "bhyve bhyve " in the order EBX, ECX, EDX.
        var cpuid = Processor(("AuthenticAMD", 0x00B0_0F21), hypervisor: "bhyve bhyve ", topology: 0, caches: 0, thirdLevel: 0);

        Assert.Equal("AuthenticAMD (family 26, model 2)", cpuid.Name);
        Assert.Equal("bhyve bhyve", cpuid.Hypervisor);
        Assert.True(cpuid.CacheLeaves.All(leaf => leaf.IsEmpty));
    }

    [Theory]
    [InlineData("AuthenticAMD", Topology, 0u, true)]
    [InlineData("AuthenticAMD", Topology, 0x121u, false)] // a described level
    [InlineData("AuthenticAMD", 0u, 0u, false)] // no claim that it is described
    [InlineData("GenuineIntel", Topology, 0u, false)]
    public void Caches_are_hidden_where_AMDs_leaf_is_promised_and_empty(string vendor, uint topology, uint caches, bool hidden) =>
        Assert.Equal(hidden, Processor((vendor, 0x00A1_0F11), null, topology, caches, thirdLevel: 1).HidesCaches);

    [Theory]
    [InlineData("2.36", 0u, null, true)]
    [InlineData("2.34", 0u, null, true)]
    [InlineData("2.33", 0u, null, false)]
    [InlineData("2.37", 0u, null, false)]
    [InlineData(null, 0u, null, false)] // another C library
    [InlineData("2.36", 1u << 18, null, false)] // 512 KB
    [InlineData("2.36", 0u, "glibc.cpu.x86_non_temporal_threshold=0x180000", false)]
    public void The_hazard_of_memmove_needs_its_glibc_and_a_hidden_third_level(
        string? glibc, uint thirdLevel, string? tunables, bool found)
    {
        var cpuid = Processor(("AuthenticAMD", 0x00A1_0F11), null, Topology, 0x121, thirdLevel);

        var problem = MemmoveHazard.Detect(glibc is null ? null : Version.Parse(glibc), cpuid, tunables);

        Assert.Equal(found, problem is not null);
        Assert.True(
            problem?.Remedy.Contains("GLIBC_TUNABLES=glibc.cpu.x86_non_temporal_threshold=", StringComparison.Ordinal) ?? true);
    }

    [Fact]
    public void Wrong_operators_are_told_with_the_number_the_likely_cause_and_the_cure()
    {
        var cpuid = Processor(("AuthenticAMD", 0x00A1_0F11), null, Topology, caches: 0, thirdLevel: 1);

        var problem = WrongOperators.Detect(Proof(ProofState.Mended), cpuid);

        Assert.Equal(
            "libtorch computes wrong numbers here: conv2d (2 x 20 to 50 channels, all threads): "
            + "number 3 is 2, expected 1; the cause is likely "
            + "that the hypervisor hides the caches from it (CPUID leaf 8000001D); "
            + "oneDNN is switched off, without which every answer is right",
            $"{problem}");
    }

    [Fact]
    public void A_refusal_names_operator_shape_expected_and_found_and_what_to_do()
    {
        var text = WrongOperators.Refusal(Proof(ProofState.Refused));

        Assert.Contains("conv2d (2 x 20 to 50 channels, all threads): number 3 is 2, expected 1", text, StringComparison.Ordinal);
        Assert.Contains("--kernels fused", text, StringComparison.Ordinal);
    }

    private static LibtorchProof Proof(ProofState state) =>
        new() { State = state, Fault = Wrong, Remark = "Nothing helped", OneDnn = false, Questions = 1, Milliseconds = 1 };

    private static Cpuid Processor(
        (string Vendor, uint Signature) made, string? hypervisor, uint topology, uint caches, uint thirdLevel) =>
        new((leaf, _) => leaf switch
        {
            0 => (0x10, Word(made.Vendor, 0), Word(made.Vendor, 2), Word(made.Vendor, 1)),
            1 => (made.Signature, 0, hypervisor is null ? 0 : 1u << 31, 0),
            0x4000_0000 when hypervisor is not null =>
                (0x4000_0000, Word(hypervisor, 0), Word(hypervisor, 1), Word(hypervisor, 2)),
            0x8000_0000 => (0x8000_001E, 0, 0, 0),
            0x8000_0001 => (0, 0, topology, 0),
            0x8000_0006 => (0, 0, 0, thirdLevel),
            0x8000_001D => (caches, 0, 0, 0),
            _ => default,
        });

    private static uint Word(string text, int index) =>
        (uint)(text[4 * index] | (text[(4 * index) + 1] << 8) | (text[(4 * index) + 2] << 16) | (text[(4 * index) + 3] << 24));
}
