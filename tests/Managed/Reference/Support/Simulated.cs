using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Managed.Reference.Support;

/// <summary>
/// A float32 engine that is correct but does what it likes: adds the terms of a sum in a random order and tree, fuses a
/// product with the addition or not, divides or multiplies by the reciprocal, and lets exp, log and tanh err by up to
/// three units in the last place.
/// </summary>
internal readonly struct Simulated : IReal<Simulated>, IEquatable<Simulated>
{
    [ThreadStatic]
    private static Random? _random;

    private readonly (float A, float B)[]? _terms; // products a b that are not rounded yet

    private Simulated(params (float A, float B)[] terms) => _terms = terms;

    public static Random Random
    {
        get => _random ??= new Random(1);
        set => _random = value;
    }

    public double Value => Rounded();

    public static Simulated From(double value) => new(((float)value, 1));

    public static Simulated Exp(Simulated x) => Erring(Math.Exp(x.Rounded()));

    public static Simulated Log(Simulated x) => Erring(Math.Log(x.Rounded()));

    public static Simulated Tanh(Simulated x) => Erring(Math.Tanh(x.Rounded()));

    public static Simulated Erf(Simulated x) => Erring(Float64.Erf(new(x.Rounded())).Value);

    public static Simulated Sqrt(Simulated x) => new((MathF.Sqrt(x.Rounded()), 1));

    public static Simulated Max(Simulated x, Simulated y)
    {
        var (a, b) = (x.Rounded(), y.Rounded());
        return new((Math.Max(a, b), 1));
    }

    public static Simulated operator +(Simulated x, Simulated y) => new([.. x._terms ?? [], .. y._terms ?? []]);

    public static Simulated operator -(Simulated x, Simulated y) => x + -y;

    public static Simulated operator *(Simulated x, Simulated y) => new((x.Rounded(), y.Rounded()));

    public static Simulated operator /(Simulated x, Simulated y)
    {
        var (a, b) = (x.Rounded(), y.Rounded());
        return new((Random.Next(2) == 0 ? a / b : a * (1 / b), 1));
    }

    public static Simulated operator -(Simulated x) => new(Array.ConvertAll(x._terms ?? [], term => (-term.A, term.B)));

    public static bool operator <(Simulated x, Simulated y) => x.Rounded() < y.Rounded();

    public static bool operator >(Simulated x, Simulated y) => x.Rounded() > y.Rounded();

    public static bool operator <=(Simulated x, Simulated y) => x.Rounded() <= y.Rounded();

    public static bool operator >=(Simulated x, Simulated y) => x.Rounded() >= y.Rounded();

    public static bool operator ==(Simulated x, Simulated y) => x.Equals(y);

    public static bool operator !=(Simulated x, Simulated y) => !x.Equals(y);

    public bool Equals(Simulated other) => Rounded().Equals(other.Rounded());

    public override bool Equals(object? obj) => obj is Simulated other && Equals(other);

    public override int GetHashCode() => Rounded().GetHashCode();

    private static Simulated Erring(double exact)
    {
        var value = (float)exact;
        for (var ulps = Random.Next(-3, 4); ulps != 0; ulps -= Math.Sign(ulps))
            value = ulps > 0 ? MathF.BitIncrement(value) : MathF.BitDecrement(value);
        return new((value, 1));
    }

    private float Rounded()
    {
        if (_terms is null || _terms.Length == 0)
            return 0;
        (float A, float B)[] terms = [.. _terms];
        Random.Shuffle(terms);
        return Random.Next(2) == 0 ? Chain(terms) : Tree(terms);
    }

    private static float Chain((float A, float B)[] terms)
    {
        var fused = Random.Next(2) == 0;
        var sum = terms[0].A * terms[0].B;
        foreach (var (a, b) in terms.AsSpan(1))
            sum = fused ? MathF.FusedMultiplyAdd(a, b, sum) : sum + (a * b);
        return sum;
    }

    private static float Tree(ReadOnlySpan<(float A, float B)> terms)
    {
        if (terms.Length == 1)
            return terms[0].A * terms[0].B;
        var middle = Random.Next(1, terms.Length);
        return Tree(terms[..middle]) + Tree(terms[middle..]);
    }
}
