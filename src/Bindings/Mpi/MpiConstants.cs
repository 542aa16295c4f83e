namespace TorchBasics.Bindings.Mpi;

/// <summary>The constants of a family that its libraries' own header holds, which is not there at run time.</summary>
/// <param name="World">MPI_COMM_WORLD.</param>
/// <param name="Bytes">MPI_BYTE.</param>
/// <param name="ErrorsReturn">MPI_ERRORS_RETURN.</param>
/// <param name="Serialized">MPI_THREAD_SERIALIZED.</param>
internal sealed record MpiConstants(nint World, nint Bytes, nint ErrorsReturn, int Serialized)
{
    /// <summary>At least the largest of MPI_MAX_LIBRARY_VERSION_STRING, MPI_MAX_ERROR_STRING, MPI_MAX_PROCESSOR_NAME.</summary>
    public const int TextBytes = 8192;

    /// <summary>At least the size of the largest MPI_Status, which is 32.</summary>
    public const int StatusBytes = 64;

    /// <summary>MPI_SUCCESS of every family.</summary>
    public const int Success = 0;

    private static readonly MpiConstants Mpich = new(0x44000000, 0x4c00010d, 0x54000001, 2);
    private static readonly MpiConstants StandardAbi = new(0x101, 0x247, 0x143, 2048); // MPI 5.0, appendix A

    /// <summary>The constants of a family.</summary>
    /// <param name="family">Whose.</param>
    /// <param name="export">The address of what the library exports; asked for Open MPI only.</param>
    public static MpiConstants Of(MpiFamily family, Func<string, nint> export) => family switch
    {
        MpiFamily.OpenMpi => new(
            export("ompi_mpi_comm_world"), export("ompi_mpi_byte"), export("ompi_mpi_errors_return"), 2),
        MpiFamily.Mpich => Mpich,
        MpiFamily.StandardAbi => StandardAbi,
    };
}
