namespace TorchBasics.Cli.Rendering;

/// <summary>Names and values in two columns.</summary>
internal static class Facts
{
    public static FactList Create() => new();

    public static void Add(FactList facts, string name, string value) => facts.Add(name, value);
}
