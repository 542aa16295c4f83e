namespace TorchBasics.Digits;

/// <summary>One step of the pen along its way.</summary>
/// <param name="At">Where it is.</param>
/// <param name="Pressure">Thickness of the line here, as a share of the usual thickness.</param>
/// <param name="StartsStroke">Whether the pen was lifted before it came here.</param>
internal readonly record struct PenPoint(Vector At, double Pressure, bool StartsStroke);
