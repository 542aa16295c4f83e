namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>An integer of 64 bits.</summary>
internal sealed class PickleInteger(long value) : PickleValue("a number")
{
    private static readonly PickleInteger[] Small = [.. Enumerable.Range(0, 256).Select(value => new PickleInteger(value))];

    /// <summary>Its value.</summary>
    public long Value => value;

    /// <summary>The one of a small value, which need not be made; null for others.</summary>
    public static PickleInteger? Find(long value) => value >= 0 && value < Small.Length ? Small[value] : null;

    /// <summary>Its digits, as a new string.</summary>
    public override string ToString() => $"{value}";
}
