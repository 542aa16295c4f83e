using TorchBasics.Bindings.Proving;
using TorchBasics.Bindings.Runtime;

namespace TorchBasics.Cli.Reports;

/// <summary>What "doctor --json" prints; the probe only where it was asked for.</summary>
internal sealed record DoctorReport(
    bool Usable, NativeRuntimeInfo? Runtime, string? Error, ProbeReport? Probe, MpiReport Mpi, NcclReport? Nccl);
