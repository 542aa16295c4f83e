namespace TorchBasics.Verification.Conformance;

/// <summary>How a case of a suite ended on an engine.</summary>
public enum CaseOutcome
{
    /// <summary>Every element of every output is within its bound.</summary>
    Passed,

    /// <summary>An element, a type or a size differs, or the engine stopped.</summary>
    Failed,

    /// <summary>The case asks for something that is not supported.</summary>
    Unsupported,

    /// <summary>A file of the case is missing, damaged, or contradicts another.</summary>
    Unreadable,
}
