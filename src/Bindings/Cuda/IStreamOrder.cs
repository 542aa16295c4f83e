namespace TorchBasics.Bindings.Cuda;

/// <summary>The stream of a device: what is put on it is done in its order, and nobody has to wait for it.</summary>
public interface IStreamOrder : IDisposable
{
    /// <summary>The stream, as native code knows it.</summary>
    nint Handle { get; }

    /// <summary>Whether everything on it is done.</summary>
    /// <exception cref="Core.Errors.TorchBasicsException">Some of it went wrong.</exception>
    bool IsIdle { get; }

    /// <summary>Runs something with the device as this thread's own; afterwards it has the one before.</summary>
    /// <typeparam name="T">What comes out.</typeparam>
    T Within<T>(Func<T> work);
}
