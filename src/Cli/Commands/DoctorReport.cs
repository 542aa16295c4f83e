using TorchBasics.Bindings.Runtime;

namespace TorchBasics.Cli.Commands;

/// <summary>What "doctor --json" prints.</summary>
internal sealed record DoctorReport(bool Usable, NativeRuntimeInfo? Runtime, string? Error);
