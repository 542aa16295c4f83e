using System.Buffers.Binary;
using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Importing;

/// <summary>Finds the network that named arrays belong to, when nothing but the arrays is known.</summary>
internal static class StateDictionary
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
        var single = BatchCounts.LeaveOut(arrays).Select(array => Narrow(path, array, notes)).ToList();
        if (wanted is not null)
            return (wanted, Order(wanted, Named(wanted, single, anyNames: true, notes) ?? single, path));
        var known = ModelCatalog.All.Select(entry => entry.Architecture).ToList();
        var fitting = known.FindAll(candidate => Fits(candidate, single));
        if (fitting.Count == 0)
            fitting = known.FindAll(candidate => Named(candidate, single, anyNames: false, notes: null) is not null);
        return fitting switch
        {
            [var only] => (only, Order(only, Assume(path, only, single, notes), path)),
            [] when single.Count == 0 => throw new TorchBasicsException(ErrorKind.Data, $"{path} holds no arrays."),
            [] => throw new TorchBasicsException(ErrorKind.Data, $"{path} holds arrays and no description of their network, and "
                + $"no model of the catalogue has just these: {Listed(single)}. 'torchbasics models' lists the catalogue. "
                + "An ONNX file says what is computed with its arrays; torch.onnx.export writes one."),
            _ => throw new TorchBasicsException(ErrorKind.Data, $"{path} holds arrays and no description of their network; "
                + $"they fit {string.Join(", ", fitting.Select(architecture => architecture.Name))}. "
                + "'torchbasics import' with --architecture says which."),
        };
    }

    private static bool Fits(Architecture architecture, List<NamedArray> arrays) =>
        architecture.Parameters.Count == arrays.Count && arrays.All(array =>
            architecture.Parameters.Any(parameter => parameter.Name == array.Name && ArrayNames.HasShape(array, parameter.Spec)));

    // The same arrays may be those of tanh and average pooling.
    private static List<NamedArray> Assume(string path, Architecture architecture, List<NamedArray> arrays, List<string> notes)
    {
        var between = architecture.Layers.Where(layer => layer.Parameters.Count == 0 && layer is not Flatten)
            .Select(layer => layer.Kind).Distinct().ToList();
        notes.Add($"{path} holds arrays and does not say what is computed with them; "
            + $"by names and shapes they were taken for those of {architecture.Name}"
            + (between.Count > 0 ? $", with {string.Join(", ", between)} between the layers that have weights" : "")
            + ". Where that is not so, all results are wrong: "
            + "'torchbasics import' with --architecture says which model it is, and an ONNX file says what is computed.");
        return Named(architecture, arrays, anyNames: false, notes) ?? arrays;
    }

    private static List<NamedArray>? Named(Architecture architecture, List<NamedArray> arrays, bool anyNames, List<string>? notes)
    {
        if (arrays.Count == 0 || Fits(architecture, arrays))
            return null;
        if (ArrayNames.BehindPrefixes(architecture, arrays) is { } behind)
        {
            notes?.Add(
                $"The arrays are called {arrays[0].Name} and so on; "
                + $"what stands before the names of {architecture.Name} was left aside.");
            return behind;
        }

        var renamed = ArrayNames.ByShapeAndOrder(architecture, arrays, anyNames);
        if (renamed is not null)
            notes?.Add(
                $"The arrays are called {arrays[0].Name} to {arrays[^1].Name}; "
                + $"by shape and order they were taken for {renamed[0].Name} to {renamed[^1].Name} of {architecture.Name}.");
        return renamed;
    }

    private static IReadOnlyList<NamedArray> Order(Architecture architecture, List<NamedArray> arrays, string path)
    {
        try
        {
            return StateMatch.Check(architecture, arrays);
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
                throw new TorchBasicsException(ErrorKind.Data, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}: {array.Name} holds {array.Values<double>()[i]} at place {i}, "
                    + $"which is beyond the range of Float32."));
        }

        if (!isExact)
            notes.Add($"{array.Name} is stored in {array.Type}; its numbers were rounded to Float32.");
        return NamedArray.Of<float>(array.Name, array.Sizes, values);
    }

    private static (float Value, bool IsExact) Number(string path, NamedArray array, int i) => array.Type switch
    {
        ElementType.Float64 => ((float)array.Values<double>()[i], double.IsNaN(array.Values<double>()[i])
            || (float)array.Values<double>()[i] == array.Values<double>()[i]),
        ElementType.Float16 => ((float)array.Values<Half>()[i], true),
        ElementType.BFloat16 => (
            BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(array.Bytes.Span[(2 * i)..]) << 16),
            true),
        _ => throw new TorchBasicsException(
            ErrorKind.Data, $"{path}: {array} is no array of weights; expected Float32, Float64, Float16 or BFloat16."),
    };

    private static string Listed(List<NamedArray> arrays)
    {
        const int Most = 6;
        var first = string.Join(", ", arrays.Take(Most).Select(array => array.ToString()));
        return arrays.Count > Most ? $"{first} and {arrays.Count - Most} more" : first;
    }
}
