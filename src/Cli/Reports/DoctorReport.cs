using TorchBasics.Bindings.Proving;
using TorchBasics.Bindings.Runtime;

namespace TorchBasics.Cli.Reports;

/// <summary>What "doctor --json" prints.</summary>
/// <param name="Usable">Whether libtorch can be loaded.</param>
/// <param name="Runtime">What was loaded; null where nothing could be.</param>
/// <param name="Error">Why not, and what would help; null where it could.</param>
/// <param name="Probe">What --probe found; null where it was not asked for.</param>
/// <param name="Mpi">The library that a training in several processes would use.</param>
/// <param name="Nccl">The one that it would use on CUDA; null without CUDA.</param>
internal sealed record DoctorReport(
    bool Usable, NativeRuntimeInfo? Runtime, string? Error, ProbeReport? Probe, MpiReport Mpi, NcclReport? Nccl);
