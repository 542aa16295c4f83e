namespace TorchBasics.Bindings.Libraries;

/// <summary>
/// Settings of libtorch that TorchSharp does not pass on: member functions of at::Context (aten/src/ATen/Context.h), found by
/// their mangled names (Itanium C++ ABI, 5.1), which only Linux has.
/// </summary>
internal sealed unsafe class LibtorchContext : IOneDnnSwitch
{
    private readonly nint _context;
    private readonly delegate* unmanaged<nint, byte, void> _useOneDnn, _useNnpack;
    private readonly delegate* unmanaged<nint, byte> _usesOneDnn, _usesNnpack;

    private LibtorchContext(nint context, nint useOneDnn, nint usesOneDnn, nint useNnpack, nint usesNnpack)
    {
        _context = context;
        _useOneDnn = (delegate* unmanaged<nint, byte, void>)useOneDnn;
        _usesOneDnn = (delegate* unmanaged<nint, byte>)usesOneDnn;
        _useNnpack = (delegate* unmanaged<nint, byte, void>)useNnpack;
        _usesNnpack = (delegate* unmanaged<nint, byte>)usesNnpack;
    }

    /// <summary>Finds the functions.</summary>
    /// <returns>The settings, or null where this libtorch does not export them.</returns>
    public static LibtorchContext? Find(LibraryHandle torchCpu) =>
        torchCpu.Export("_ZN2at13globalContextEv") is { } global
        && torchCpu.Export("_ZN2at7Context20setUserEnabledMkldnnEb") is { } useOneDnn
        && torchCpu.Export("_ZNK2at7Context17userEnabledMkldnnEv") is { } usesOneDnn
        && torchCpu.Export("_ZN2at7Context20setUserEnabledNNPACKEb") is { } useNnpack
        && torchCpu.Export("_ZNK2at7Context17userEnabledNNPACKEv") is { } usesNnpack
            ? new LibtorchContext(((delegate* unmanaged<nint>)global)(), useOneDnn, usesOneDnn, useNnpack, usesNnpack)
            : null;

    /// <inheritdoc/>
    public bool OneDnn => _usesOneDnn(_context) != 0;

    /// <inheritdoc/>
    /// <remarks>
    /// NNPACK, which takes oneDNN's place where it can, is left, too: its transforms round whole numbers, and on processors that
    /// it does not know it prints a warning at every call.
    /// </remarks>
    public void LeaveOneDnn() => Use(0, 0);

    /// <summary>Runs something with oneDNN and NNPACK, as libtorch comes, or without; afterwards all is as it was.</summary>
    public void RunWith(bool oneDnn, Action action)
    {
        var (usedOneDnn, usedNnpack) = (_usesOneDnn(_context), _usesNnpack(_context));
        var use = (byte)(oneDnn ? 1 : 0);
        Use(use, use);
        try
        {
            action();
        }
        finally
        {
            Use(usedOneDnn, usedNnpack);
        }
    }

    private void Use(byte oneDnn, byte nnpack)
    {
        _useOneDnn(_context, oneDnn);
        _useNnpack(_context, nnpack);
    }
}
