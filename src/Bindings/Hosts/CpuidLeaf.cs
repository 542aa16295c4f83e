using System.Globalization;

namespace TorchBasics.Bindings.Hosts;

/// <summary>One answer of the instruction CPUID.</summary>
/// <param name="Leaf">What was asked, in hexadecimal: "8000001D".</param>
/// <param name="Registers">EAX, EBX, ECX and EDX in hexadecimal.</param>
public sealed record CpuidLeaf(string Leaf, string Registers)
{
    internal CpuidLeaf(uint leaf, (uint A, uint B, uint C, uint D) answer)
        : this(
            leaf.ToString("X", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{answer.A:X8} {answer.B:X8} {answer.C:X8} {answer.D:X8}"))
    {
    }

    /// <summary>Whether it says nothing.</summary>
    public bool IsEmpty => Registers.All(digit => digit is '0' or ' ');
}
