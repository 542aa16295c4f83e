using System.Text.RegularExpressions;
using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Importing;

/// <summary>Gives arrays the names that a network has for them, where another program named them in its own way.</summary>
internal static partial class ArrayNames
{
    private static readonly string[] Kinds = ["weight", "bias", "running_mean", "running_var"]; // as a layer has them

    private const int MostGroups = 4; // whose order is tried out where the one of the file does not fit: 24 orders

    /// <summary>Names such as "module.conv1.weight" or "features.conv1.weight", which end as the network's do.</summary>
    /// <returns>The arrays under the network's names, or null where they do not end so.</returns>
    public static List<NamedArray>? BehindPrefixes(Architecture architecture, IReadOnlyList<NamedArray> arrays)
    {
        var parameters = architecture.Parameters;
        if (arrays.Count != parameters.Count)
            return null;
        var found = parameters.Select(parameter => arrays.Where(array => EndsIn(array.Name, parameter.Name)).ToList()).ToList();
        if (!found.Zip(parameters).All(pair => pair.First is [var only] && HasShape(only, pair.Second.Spec)))
            return null;
        return [.. found.Zip(parameters, (array, parameter) => Rename(array[0], parameter.Name))];
    }

    /// <summary>
    /// Names by number, such as "0.weight" or "features.3.bias" of an nn.Sequential: the shapes decide, and the order of the
    /// numbers. Other programs may have sorted the names, and a module may register its bias first.
    /// </summary>
    /// <param name="architecture">The network.</param>
    /// <param name="arrays">The arrays, in the order of the file.</param>
    /// <param name="anyNames">Whether the network is known, so that names without a number will do.</param>
    /// <returns>The arrays under the network's names, or null where they do not fit.</returns>
    public static List<NamedArray>? ByShapeAndOrder(Architecture architecture, IReadOnlyList<NamedArray> arrays, bool anyNames)
    {
        var parameters = architecture.Parameters;
        if (arrays.Count != parameters.Count || !arrays.All(
            array => anyNames ? array.Name.Contains('.', StringComparison.Ordinal) : Numbered().IsMatch(array.Name)))
            return null;
        var groups = arrays.GroupBy(array => Group(array.Name))
            .Select(group => group.OrderBy(array => Number(array.Name, group.Key), StringComparer.Ordinal)
                .ThenBy(array => Array.IndexOf(Kinds, Kind(array.Name))).ToList())
            .ToList();
        var fitting = Orders(groups).Select(order => order.SelectMany(group => group).ToList()).FirstOrDefault(
            order => order.Zip(parameters)
                .All(pair => HasShape(pair.First, pair.Second.Spec) && Kind(pair.First.Name) == Kind(pair.Second.Name)));
        return fitting is null ? null : [.. fitting.Zip(parameters, (array, parameter) => Rename(array, parameter.Name))];
    }

    /// <summary>Whether an array has the shape of a parameter.</summary>
    public static bool HasShape(NamedArray array, ParameterSpec spec) =>
        array.Sizes.SequenceEqual(spec.Shape.Select(size => (long)size));

    private static bool EndsIn(string name, string end) => name == end || name.EndsWith('.' + end, StringComparison.Ordinal);

    private static NamedArray Rename(NamedArray array, string name) => new(name, array.Type, array.Sizes, array.Bytes);

    // "features" of "features.0.weight"; all but the kind where there is no number.
    private static string Group(string name)
    {
        var words = name.Split('.')[..^1];
        var first = Array.FindIndex(words, IsNumber);
        return string.Join('.', first < 0 ? words : words[..first]);
    }

    // What stands between group and kind, such that its order is that of the numbers in it.
    private static string Number(string name, string group) =>
        string.Join('.', name.Split('.')[..^1].Skip(group.Length == 0 ? 0 : group.Count(letter => letter == '.') + 1)
            .Select(word => IsNumber(word) ? word.PadLeft(20, '0') : word));

    private static string Kind(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static bool IsNumber(string word) => word.Length > 0 && word.All(char.IsAsciiDigit);

    private static IEnumerable<List<List<NamedArray>>> Orders(List<List<NamedArray>> groups) =>
        groups.Count is < 2 or > MostGroups
            ? [groups]
            : groups.SelectMany((first, i) =>
                Orders([.. groups.Take(i), .. groups.Skip(i + 1)]).Select(rest => (List<List<NamedArray>>)[first, .. rest]));

    [GeneratedRegex(@"^([A-Za-z0-9_]+\.)*[0-9]+\.(weight|bias|running_mean|running_var)$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
