using System.Globalization;

namespace TorchBasics.Bindings.Mpi;

/// <summary>What started this process as one of several, as the environment has it; nothing is loaded to find out.</summary>
/// <param name="Launcher">Its name, for messages.</param>
/// <param name="Rank">The number of this process, from 0.</param>
/// <param name="Size">How many processes there are; 0 where the launcher tells only the library.</param>
public sealed record MpiLaunch(string Launcher, int Rank, int Size)
{
    // slurm.h: batch scripts, salloc's shells and the like have numbers from the end.
    private const uint FirstSpecialStep = 0xFFFFFFF0;

    /// <summary>Whose library the launcher talks to; null where any will do.</summary>
    internal MpiFamily? Family { get; private init; }

    /// <summary>Who started how many, for messages.</summary>
    internal string Description => Size > 0 ? $"{Launcher} as rank {Rank} of {Size}" : $"{Launcher} as rank {Rank}";

    /// <summary>Reads the environment of this process.</summary>
    /// <returns>Null where no launcher started it.</returns>
    public static MpiLaunch? Detect() => Detect(Environment.GetEnvironmentVariable);

    /// <summary>Reads an environment.</summary>
    /// <param name="variable">The value of a variable, or null.</param>
    internal static MpiLaunch? Detect(Func<string, string?> variable) =>
        // A launcher may itself be started by another: what MPI's own launchers set counts before what Slurm sets.
        Read("Open MPI's mpirun", MpiFamily.OpenMpi, variable("OMPI_COMM_WORLD_RANK"), variable("OMPI_COMM_WORLD_SIZE"))
        ?? Read("MVAPICH's mpirun_rsh", MpiFamily.Mpich, variable("MV2_COMM_WORLD_RANK"), variable("MV2_COMM_WORLD_SIZE"))
        ?? Hydra(variable)
        ?? Slurm(variable)
        ?? Pmix(variable);
    private static MpiLaunch? Read(string launcher, MpiFamily? family, string? rank, string? size) =>
        Number(rank) is { } number && Number(size) is { } count && number < count
            ? new(launcher, number, count) { Family = family }
            : null;

    // Slurm's own plugin for PMI sets the same variables as Hydra, the launcher of MPICH and Intel MPI.
    private static MpiLaunch? Hydra(Func<string, string?> variable)
    {
        var launch = Read("mpiexec", MpiFamily.Mpich, variable("PMI_RANK"), variable("PMI_SIZE"));
        var step = Step(variable);
        return launch is not null && step is not null && (launch.Rank, launch.Size) == (step.Rank, step.Size) ? null : launch;
    }

    // A step of one task is what an interactive shell is (srun --pty), in which nobody asked for MPI.
    private static MpiLaunch? Slurm(Func<string, string?> variable) => Step(variable) is { Size: > 1 } step ? step : null;

    // The script of sbatch and the shell of salloc have a rank and a size, too, but no step of their own.
    private static MpiLaunch? Step(Func<string, string?> variable) =>
        uint.TryParse(variable("SLURM_STEP_ID"), NumberStyles.None, null, out var step) && step < FirstSpecialStep
            ? Read("srun", null, variable("SLURM_PROCID"), variable("SLURM_STEP_NUM_TASKS") ?? variable("SLURM_NTASKS"))
            : null;

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, null, out var number) ? number : null;

    private static MpiLaunch? Pmix(Func<string, string?> variable) =>
        // A task of Slurm's that is one of several was found before.
        variable("SLURM_PROCID") is null && Number(variable("PMIX_RANK")) is { } rank ? new("PMIx", rank, 0) : null;
}
