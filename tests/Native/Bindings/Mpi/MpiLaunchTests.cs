using TorchBasics.Bindings.Mpi;

namespace TorchBasics.Tests.Native.Bindings.Mpi;

public class MpiLaunchTests
{
    private const string Step = "SLURM_STEP_ID=0 SLURM_PROCID=3 SLURM_STEP_NUM_TASKS=4 SLURM_NTASKS=8";

    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2 PMIX_RANK=1", "Open MPI's mpirun", 1, 2, MpiFamily.OpenMpi)]
    [InlineData("OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1", "Open MPI's mpirun", 0, 1, MpiFamily.OpenMpi)]
    [InlineData("PMI_RANK=2 PMI_SIZE=3 MPI_LOCALRANKID=2", "mpiexec", 2, 3, MpiFamily.Mpich)]
    [InlineData("MV2_COMM_WORLD_RANK=5 MV2_COMM_WORLD_SIZE=8", "MVAPICH's mpirun_rsh", 5, 8, MpiFamily.Mpich)]
    [InlineData(Step, "srun", 3, 4, null)]
    [InlineData("SLURM_STEP_ID=12 SLURM_PROCID=3 SLURM_NTASKS=8", "srun", 3, 8, null)]
    [InlineData(Step + " PMI_RANK=3 PMI_SIZE=4", "srun", 3, 4, null)] // srun --mpi=pmi2
    [InlineData(Step + " PMIX_RANK=3", "srun", 3, 4, null)] // srun --mpi=pmix
    [InlineData(Step + " PMI_RANK=9 PMI_SIZE=16", "mpiexec", 9, 16, MpiFamily.Mpich)] // whose helpers srun started
    [InlineData(Step + " OMPI_COMM_WORLD_RANK=9 OMPI_COMM_WORLD_SIZE=16", "Open MPI's mpirun", 9, 16, MpiFamily.OpenMpi)]
    [InlineData("PMIX_RANK=3 PMIX_NAMESPACE=7", "PMIx", 3, 0, null)]
    public void A_launcher_is_known_by_its_variables(string variables, string launcher, int rank, int size, object? family)
    {
        var launch = Detect(variables);

        Assert.NotNull(launch);
        Assert.Equal((launcher, rank, size), (launch.Launcher, launch.Rank, launch.Size));
        Assert.Equal((MpiFamily?)family, launch.Family);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SLURM_JOB_ID=7 SLURM_NTASKS=4 SLURM_NNODES=2")] // the shell of salloc
    [InlineData("SLURM_JOB_ID=7 SLURM_NTASKS=4 SLURM_PROCID=0 SLURM_LOCALID=0")] // the script of sbatch
    [InlineData("SLURM_STEP_ID=4294967290 SLURM_PROCID=0 SLURM_STEP_NUM_TASKS=1 SLURM_NTASKS=4")] // salloc's interactive step
    [InlineData("SLURM_STEP_ID=4294967291 SLURM_PROCID=0 SLURM_NTASKS=4")] // the batch step
    [InlineData("SLURM_STEP_ID=0 SLURM_PROCID=0 SLURM_STEP_NUM_TASKS=1")] // srun --pty
    [InlineData("SLURM_STEP_ID=0 SLURM_PROCID=0 SLURM_STEP_NUM_TASKS=1 PMI_RANK=0 PMI_SIZE=1 PMIX_RANK=0")]
    [InlineData("OMPI_COMM_WORLD_SIZE=2")]
    [InlineData("PMI_RANK=2 PMI_SIZE=2")]
    [InlineData("PMI_RANK=-1 PMI_SIZE=2")]
    [InlineData("PMI_RANK=a PMI_SIZE=2")]
    public void Other_environments_are_no_launcher(string variables) => Assert.Null(Detect(variables));

    private static MpiLaunch? Detect(string variables)
    {
        var table = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return MpiLaunch.Detect(table.GetValueOrDefault);
    }
}
