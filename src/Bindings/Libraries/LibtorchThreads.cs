namespace TorchBasics.Bindings.Libraries;

/// <summary>
/// The threads with which operators compute that the calling thread starts: a setting of OpenMP and one of MKL, both of the
/// calling thread alone, so that libtorch's own setting stays as it is.
/// </summary>
/// <remarks>
/// Calling operators within a part of a parallel loop would not do: oneDNN plans the gradient of a convolution's weights for all
/// threads even there, and the one that computes then waits for the others for ever.
/// </remarks>
internal sealed unsafe class LibtorchThreads
{
    private readonly delegate* unmanaged<int> _most;
    private readonly delegate* unmanaged<int, void> _setOpenMp;
    private readonly delegate* unmanaged<int, int> _setMkl;

    private LibtorchThreads(nint most, nint setOpenMp, nint setMkl)
    {
        _most = (delegate* unmanaged<int>)most;
        _setOpenMp = (delegate* unmanaged<int, void>)setOpenMp;
        _setMkl = (delegate* unmanaged<int, int>)setMkl;
    }

    /// <summary>Finds the functions, in libtorch and in the OpenMP that came with it.</summary>
    /// <returns>The setting, or null where this libtorch has other threads.</returns>
    public static LibtorchThreads? Find(LibraryHandle torchCpu) =>
        torchCpu.Export("omp_get_max_threads") is { } most
        && torchCpu.Export("omp_set_num_threads") is { } setOpenMp
        && torchCpu.Export("MKL_Set_Num_Threads_Local") is { } setMkl
            ? new LibtorchThreads(most, setOpenMp, setMkl)
            : null;

    /// <summary>Runs something whose operators have one thread each.</summary>
    public void RunOnOne(Action action)
    {
        var (openMp, mkl) = (_most(), _setMkl(1));
        _setOpenMp(1);
        try
        {
            action();
        }
        finally
        {
            _setOpenMp(openMp);
            _ = _setMkl(mkl); // 0 where it was not set: as the process has it
        }
    }
}
