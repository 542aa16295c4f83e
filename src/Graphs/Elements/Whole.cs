using TorchBasics.Graphs.Operators;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Elements;

/// <summary>A whole number of 64 bits that wraps around, as the integers of arrays do.</summary>
internal readonly record struct Whole(long Number) : IReal<Whole>
{
    public double Value => Number;

    public static Whole From(double value) => new((long)value);

    public static Whole Exp(Whole x) => throw Fractional();

    public static Whole Log(Whole x) => throw Fractional();

    public static Whole Tanh(Whole x) => throw Fractional();

    public static Whole Erf(Whole x) => throw Fractional();

    public static Whole Sqrt(Whole x) => throw Fractional();

    public static Whole Max(Whole x, Whole y) => x >= y ? x : y;

    public static Whole operator +(Whole x, Whole y) => new(x.Number + y.Number);

    public static Whole operator -(Whole x, Whole y) => new(x.Number - y.Number);

    public static Whole operator *(Whole x, Whole y) => new(x.Number * y.Number);

    public static Whole operator /(Whole x, Whole y) => throw Fractional();

    public static Whole operator -(Whole x) => new(-x.Number);

    public static bool operator <(Whole x, Whole y) => x.Number < y.Number;

    public static bool operator >(Whole x, Whole y) => x.Number > y.Number;

    public static bool operator <=(Whole x, Whole y) => x.Number <= y.Number;

    public static bool operator >=(Whole x, Whole y) => x.Number >= y.Number;

    private static UnsupportedException Fractional() => new("fractions of integers");
}
