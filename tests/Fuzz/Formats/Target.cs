using System.Text;
using TorchBasics.Core;

namespace TorchBasics.Tests.Fuzz.Formats;

/// <summary>A reader that is fed with changed inputs.</summary>
internal abstract class Target
{
    /// <summary>Name of the reader that is wrong on purpose.</summary>
    public const string Planted = "planted";

    private static readonly Target[] All = [new OnnxTarget(), new SafeTensorsTarget(), new PyTorchTarget(), new NpzTarget(),
        new IdxTarget(), new GzipTarget(), new CsvTarget()];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(target => target.Name)];

    /// <summary>Name of the format.</summary>
    public abstract string Name { get; }

    /// <summary>Sound inputs that hold something of everything.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Words that random changes would hardly find.</summary>
    public abstract IReadOnlyList<byte[]> Words { get; }

    public static Target Find(string name) =>
        name == Planted ? new PlantedTarget() : Array.Find(All, target => target.Name == name)
            ?? throw new ArgumentException($"There is no format '{name}'.", nameof(name));

    /// <summary>Reads an input; what was read must make sense, or any exception says that it does not.</summary>
    public abstract void Parse(byte[] input);

    /// <summary>A change that keeps lengths and check sums true, so that it reaches what lies behind their checks.</summary>
    /// <returns>The changed input, or null when this one cannot be taken apart.</returns>
    public virtual byte[]? Restructure(byte[] input, byte[] other, Mutator mutator) => null;

    protected static InvalidOperationException Wrong(string what) => new(what);

    protected static bool AreSame(NamedArray left, NamedArray right) =>
        left.Name == right.Name && left.Type == right.Type && left.Sizes.SequenceEqual(right.Sizes)
        && left.Bytes.Span.SequenceEqual(right.Bytes.Span);

    protected static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
