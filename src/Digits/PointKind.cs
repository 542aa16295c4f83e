namespace TorchBasics.Digits;

/// <summary>What a pen does at a point of its way.</summary>
internal enum PointKind : byte
{
    /// <summary>It passes without a change of direction.</summary>
    Smooth,

    /// <summary>It turns sharply.</summary>
    Corner,

    /// <summary>It is lifted.</summary>
    End,
}
