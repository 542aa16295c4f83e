using TorchBasics.Kernels.Proving;

namespace TorchBasics.Bindings.Libraries;

/// <summary>What the known-answer test of libtorch's operators on the CPU, in single precision, came to.</summary>
public sealed record LibtorchProof
{
    /// <summary>Whether every answer was right, and what was done where one was not.</summary>
    public required ProofState State { get; init; }

    /// <summary>The first wrong answer of libtorch as it came; null when there was none.</summary>
    public WrongAnswer? Fault { get; init; }

    /// <summary>What was changed, or why the questions could not be asked; null when neither.</summary>
    public string? Remark { get; init; }

    /// <summary>Whether libtorch may use oneDNN.</summary>
    public required bool OneDnn { get; init; }

    /// <summary>How many questions there are.</summary>
    public required int Questions { get; init; }

    /// <summary>Duration in milliseconds.</summary>
    public required double Milliseconds { get; init; }
}
