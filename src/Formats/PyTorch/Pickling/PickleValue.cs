namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>What an instruction of a pickle makes: data of our own, whatever the file calls it.</summary>
/// <param name="kind">What messages call it: "a number".</param>
/// <param name="depth">How deep it is nested: 0 when it holds nothing.</param>
internal class PickleValue(string kind, int depth = 0)
{
    /// <summary>Python's None.</summary>
    public static readonly PickleValue None = new("None");

    /// <summary>A number whose value is not needed: floats, and integers beyond 64 bits.</summary>
    public static readonly PickleValue Number = new("a number");

    /// <summary>A truth value, which nothing here depends on.</summary>
    public static readonly PickleValue Truth = new("a truth value");

    /// <summary>What messages call it.</summary>
    public string Kind => kind;

    /// <summary>How deep it is nested: 0 when it holds nothing.</summary>
    public int Depth { get; protected set; } = depth;
}
