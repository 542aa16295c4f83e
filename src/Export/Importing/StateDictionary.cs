using System.Buffers.Binary;
using System.Text.RegularExpressions;
using TorchBasics.Core;
using TorchBasics.Models;

namespace TorchBasics.Export.Importing;

/// <summary>Finds the network that named arrays belong to, when nothing but the arrays is known.</summary>
internal static partial class StateDictionary
{
    /// <summary>Fits arrays to a network.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="arrays">Its arrays, in the order of the file.</param>
    /// <param name="wanted">The network; null for the only one of the catalogue that they fit.</param>
    /// <param name="notes">Gets a sentence for each thing that a person should know.</param>
    /// <returns>The network, and the arrays in its order, in single precision.</returns>
    /// <exception cref="TorchBasicsException">No network fits, or several do: kind Data.</exception>
    public static (Architecture Architecture, IReadOnlyList<NamedArray> Weights) Match(
        string path, IReadOnlyList<NamedArray> arrays, Architecture? wanted, List<string> notes)
    {
        var single = arrays.Select(array => Narrow(path, array, notes)).ToList();
        if (wanted is not null)
            return (wanted, Order(wanted, Renamed(wanted, single, notes) ?? single, path));
        var fitting = ModelCatalog.All.Select(entry => entry.Architecture).Where(candidate => Fits(candidate, single)).ToList();
        if (fitting.Count == 0)
            fitting = [.. ModelCatalog.All.Select(entry => entry.Architecture).Where(candidate => Renamed(candidate, single, notes: null) is not null)];
        return fitting switch
        {
            [var only] => (only, Order(only, Renamed(only, single, notes) ?? single, path)),
            [] when single.Count == 0 => throw new TorchBasicsException(ErrorKind.Data, $"{path} holds no arrays."),
            [] => throw new TorchBasicsException(ErrorKind.Data, $"{path} holds arrays and no description of their network, and no model of the catalogue has just these: {Listed(single)}. An ONNX file says what is computed with its arrays."),
            _ => throw new TorchBasicsException(ErrorKind.Data, $"{path} holds arrays and no description of their network; they fit {string.Join(", ", fitting.Select(architecture => architecture.Name))}. 'torchbasics import' with --architecture says which."),
        };
    }

    private static bool Fits(Architecture architecture, List<NamedArray> arrays) =>
        architecture.Parameters.Count == arrays.Count && arrays.All(array => architecture.Parameters.Any(parameter => parameter.Name == array.Name && HasShape(array, parameter.Spec)));

    private static bool HasShape(NamedArray array, ParameterSpec spec) => array.Sizes.SequenceEqual(spec.Shape.Select(size => (long)size));

    // The names of an nn.Sequential are numbers ("0.weight", "3.weight"): then these and the shapes decide. Other programs
    // may have sorted the names, and a module may register its bias first.
    private static List<NamedArray>? Renamed(Architecture architecture, List<NamedArray> arrays, List<string>? notes)
    {
        if (arrays.Count != architecture.Parameters.Count || !arrays.All(array => Numbered().IsMatch(array.Name)))
            return null;
        arrays = [.. arrays.OrderBy(array => Number(array.Name).Length).ThenBy(array => Number(array.Name), StringComparer.Ordinal).ThenByDescending(array => Kind(array.Name), StringComparer.Ordinal)];
        if (!arrays.Zip(architecture.Parameters).All(pair => HasShape(pair.First, pair.Second.Spec) && Kind(pair.First.Name) == Kind(pair.Second.Name)))
            return null;
        if (!arrays.Zip(architecture.Parameters).All(pair => pair.First.Name == pair.Second.Name))
            notes?.Add($"The arrays are named by number; they were taken for those of {architecture.Name}, in order.");
        return [.. arrays.Zip(architecture.Parameters, (array, parameter) => new NamedArray(parameter.Name, array.Type, array.Sizes, array.Bytes))];
    }

    private static string Kind(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static string Number(string name) => name.Split('.')[^2].TrimStart('0');

    private static IReadOnlyList<NamedArray> Order(Architecture architecture, List<NamedArray> arrays, string path)
    {
        try
        {
            var found = StateMatch.Check(architecture, arrays);
            return [.. architecture.Parameters.Select(parameter => found[parameter.Name])];
        }
        catch (TorchBasicsException error)
        {
            throw new TorchBasicsException(error.Kind, $"{path}: {error.Message}", error);
        }
    }

    private static NamedArray Narrow(string path, NamedArray array, List<string> notes)
    {
        if (array.Type == ElementType.Float32)
            return array;
        var values = new float[array.Count];
        var isExact = true;
        for (var i = 0; i < values.Length; i++)
        {
            (values[i], var exact) = Number(path, array, i);
            isExact &= exact;
            if (float.IsInfinity(values[i]) && !exact)
                throw new TorchBasicsException(ErrorKind.Data, FormattableString.Invariant($"{path}: {array.Name} holds {array.Values<double>()[i]} at place {i}, which is beyond the range of Float32."));
        }

        if (!isExact)
            notes.Add($"{array.Name} is stored in {array.Type}; its numbers were rounded to Float32.");
        return NamedArray.Of<float>(array.Name, array.Sizes, values);
    }

    private static (float Value, bool IsExact) Number(string path, NamedArray array, int i) => array.Type switch
    {
        ElementType.Float64 => ((float)array.Values<double>()[i], double.IsNaN(array.Values<double>()[i]) || (float)array.Values<double>()[i] == array.Values<double>()[i]),
        ElementType.Float16 => ((float)array.Values<Half>()[i], true),
        ElementType.BFloat16 => (BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(array.Bytes.Span[(2 * i)..]) << 16), true),
        _ => throw new TorchBasicsException(ErrorKind.Data, $"{path}: {array} is no array of weights; expected Float32, Float64, Float16 or BFloat16."),
    };

    private static string Listed(List<NamedArray> arrays)
    {
        const int Most = 6;
        var first = string.Join(", ", arrays.Take(Most).Select(array => array.ToString()));
        return arrays.Count > Most ? $"{first} and {arrays.Count - Most} more" : first;
    }

    [GeneratedRegex(@"^([A-Za-z_]+\.)?[0-9]+\.(weight|bias)$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
