using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Running;

/// <summary>Whether an engine computes the same bits with another number of threads. Both may be right if not.</summary>
/// <param name="Model">The network.</param>
/// <param name="One">Name of the engine.</param>
/// <param name="Other">Name of the engine with the other number of threads.</param>
/// <param name="Arrays">Arrays of all steps that were compared.</param>
/// <param name="Differing">How many of them differ in at least one bit.</param>
/// <param name="First">The first that differs; null where none does.</param>
/// <param name="Step">Its step.</param>
public sealed record ThreadAgreement(string Model, string One, string Other, int Arrays, int Differing, Place? First, int? Step)
{
    /// <summary>Whether every bit is the same.</summary>
    public bool SameBits => Differing == 0;

    /// <summary>"the same bits in all 52 arrays", or where the two part.</summary>
    /// <returns>The words.</returns>
    public override string ToString() => SameBits
        ? $"the same bits in all {Arrays} arrays"
        : $"other bits in {Differing} of {Arrays} arrays, first {First} of step {Step}";
}
