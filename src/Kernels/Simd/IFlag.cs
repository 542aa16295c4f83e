namespace TorchBasics.Kernels.Simd;

/// <summary>A choice that the JIT knows, so that it compiles one side only.</summary>
internal interface IFlag
{
    /// <summary>The choice.</summary>
    static abstract bool Value { get; }
}

/// <summary>True.</summary>
internal readonly struct True : IFlag
{
    /// <inheritdoc/>
    public static bool Value => true;
}

/// <summary>False.</summary>
internal readonly struct False : IFlag
{
    /// <inheritdoc/>
    public static bool Value => false;
}
