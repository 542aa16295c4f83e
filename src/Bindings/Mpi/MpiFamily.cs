namespace TorchBasics.Bindings.Mpi;

/// <summary>Which binary interface a library of MPI has; within a family every library takes the same constants.</summary>
public enum MpiFamily
{
    /// <summary>Open MPI: handles are addresses of exported objects.</summary>
    OpenMpi,

    /// <summary>MPICH and its kin (Intel MPI, MVAPICH, Cray MPICH): handles are numbers of 32 bits.</summary>
    Mpich,

    /// <summary>What the standard itself lays down since MPI 5.0 (libmpi_abi): numbers as wide as pointers.</summary>
    StandardAbi,
}
