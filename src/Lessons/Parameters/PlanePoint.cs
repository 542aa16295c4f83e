namespace TorchBasics.Lessons.Parameters;

/// <summary>A point of a class.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Upwards.</param>
/// <param name="Class">Its class, from 0.</param>
public readonly record struct PlanePoint(double X, double Y, int Class);
