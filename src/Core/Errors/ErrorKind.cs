namespace TorchBasics.Core.Errors;

/// <summary>What kind of thing went wrong; each kind is one exit code of the command line.</summary>
public enum ErrorKind
{
    /// <summary>The work itself failed: a loss that became NaN, a disk that filled up. Exit code 1.</summary>
    Failed = 1,

    /// <summary>The request makes no sense: unknown name, option out of range. Exit code 2.</summary>
    Usage = 2,

    /// <summary>The data are missing, damaged or of another kind. Exit code 3.</summary>
    Data = 3,

    /// <summary>libtorch could not be found or loaded, or the device asked for is absent. Exit code 4.</summary>
    NativeRuntime = 4,
}
