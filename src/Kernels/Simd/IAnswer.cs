namespace TorchBasics.Kernels.Simd;

/// <summary>A choice that the JIT knows, so that it compiles one side only.</summary>
internal interface IAnswer
{
    /// <summary>The choice.</summary>
    static abstract bool Value { get; }
}

/// <summary>True.</summary>
internal readonly struct Yes : IAnswer
{
    /// <inheritdoc/>
    public static bool Value => true;
}

/// <summary>False.</summary>
internal readonly struct No : IAnswer
{
    /// <inheritdoc/>
    public static bool Value => false;
}
