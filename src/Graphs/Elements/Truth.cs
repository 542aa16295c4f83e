using TorchBasics.Graphs.Operators;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Elements;

/// <summary>A truth value; one that rounding decides stands for both.</summary>
/// <param name="Holds">What the comparison gives without rounding.</param>
/// <param name="IsOpen">Whether a correct computation may give the other.</param>
internal readonly record struct Truth(bool Holds, bool IsOpen) : IReal<Truth>
{
    public double Value => Holds ? 1 : 0;

    public static Truth From(double value) => new(value != 0, IsOpen: false);

    public static Truth Exp(Truth x) => throw Arithmetic();

    public static Truth Log(Truth x) => throw Arithmetic();

    public static Truth Tanh(Truth x) => throw Arithmetic();

    public static Truth Erf(Truth x) => throw Arithmetic();

    public static Truth Sqrt(Truth x) => throw Arithmetic();

    public static Truth Max(Truth x, Truth y) => throw Arithmetic();

    public static Truth operator +(Truth x, Truth y) => throw Arithmetic();

    public static Truth operator -(Truth x, Truth y) => throw Arithmetic();

    public static Truth operator *(Truth x, Truth y) => throw Arithmetic();

    public static Truth operator /(Truth x, Truth y) => throw Arithmetic();

    public static Truth operator -(Truth x) => throw Arithmetic();

    public static bool operator <(Truth x, Truth y) => throw Arithmetic();

    public static bool operator >(Truth x, Truth y) => throw Arithmetic();

    public static bool operator <=(Truth x, Truth y) => throw Arithmetic();

    public static bool operator >=(Truth x, Truth y) => throw Arithmetic();

    private static UnsupportedException Arithmetic() => new("arithmetic with truth values");
}
