using TorchBasics.Bindings.Mpi;
using TorchBasics.Core.Errors;

namespace TorchBasics.Cli.Reports;

/// <summary>Which library of MPI a training in several processes would use.</summary>
/// <param name="Launch">What started this process as one of several; null where nothing did.</param>
/// <param name="Family">The library's binary interface; null where there is none.</param>
/// <param name="Version">What the library calls itself.</param>
/// <param name="Path">Its file.</param>
/// <param name="Reason">Why there is none.</param>
internal sealed record MpiReport(MpiLaunch? Launch, MpiFamily? Family, string? Version, string? Path, string? Reason)
{
    /// <summary>Looks for it: loads the library, but does not start it.</summary>
    public static MpiReport Examine()
    {
        var launch = MpiLaunch.Detect();
        try
        {
            var library = MpiLibrary.Load(launch);
            return new(launch, library.Family, library.Version, library.Path, Reason: null);
        }
        catch (TorchBasicsException error)
        {
            return new(launch, null, null, null, error.Message);
        }
    }
}
