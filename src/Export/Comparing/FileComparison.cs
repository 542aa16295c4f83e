using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Export.Importing;
using TorchBasics.Export.Proving;
using TorchBasics.Formats;
using TorchBasics.Formats.Kinds;
using TorchBasics.Formats.Npz;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.PyTorch;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Reference;

namespace TorchBasics.Export.Comparing;

/// <summary>
/// Compares two files of any two formats: their arrays and, where both hold a network, what the networks answer.
/// </summary>
public static class FileComparison
{
    private const int Samples = 16;
    private const ulong Seed = 1;

    /// <summary>Compares two files, without any native library.</summary>
    /// <param name="first">A file.</param>
    /// <param name="second">Another file.</param>
    /// <returns>How they differ.</returns>
    /// <exception cref="MalformedFileException">The bytes of one break a rule of its format.</exception>
    /// <exception cref="TorchBasicsException">One is missing or of no kind that is read: kind Data.</exception>
    public static FileDifference Compare(string first, string second)
    {
        var notes = new List<string>();
        var (a, b) = (Content.Read(first), Content.Read(second));
        var (one, other) = (a.Network(notes), b.Network(notes));
        if (one is null || other is null)
            return new(first, second, ArrayComparison.ByName(a.Arrays(), b.Arrays()), null, [], notes);
        var (left, right) = (one.Model.Weights, other.Model.Weights);
        var arrays = left.Select(array => array.Name).SequenceEqual(right.Select(array => array.Name))
            ? ArrayComparison.ByName(left, right)
            : ArrayComparison.InOrder(left, right, notes);
        foreach (var assumed in new[]
        {
            (one.StatesNetwork, one.Model, Path: first),
            (other.StatesNetwork, other.Model, Path: second)
        }.Where(file => !file.StatesNetwork))
            notes.Add(Assumed(assumed.Model, assumed.Path));
        return new(first, second, arrays, TryOutputs(one.Model, other.Model, notes), [.. Statements(one, other)], notes);
    }

    // What a file does not say itself was assumed when it was read.
    private static IEnumerable<string> Statements(ImportedModel one, ImportedModel other)
    {
        if (one.StatesPreprocessing && other.StatesPreprocessing && !one.Model.Normalization.Equals(other.Model.Normalization))
            yield return "Raw values enter the networks differently: x = v * scale + offset with "
                + $"{Text(one.Model.Normalization)} in A, {Text(other.Model.Normalization)} in B; "
                + "both networks were given the same numbers here.";
        if (one.StatesPreprocessing && other.StatesPreprocessing && one.Model.IsDeskewed != other.Model.IsDeskewed)
            yield return $"Pictures are deskewed before they enter the network in {(one.Model.IsDeskewed ? 'A' : 'B')} alone; "
                + "both networks were given the same numbers here.";
        var names = one.Model.ClassNames.Zip(other.Model.ClassNames)
            .Index().Where(pair => pair.Item.First != pair.Item.Second).ToList();
        if (one.StatesClassNames && other.StatesClassNames && names.Count > 0)
            yield return $"The {(names.Count == 1 ? "name of 1 class differs" : $"names of {names.Count} classes differ")}; "
                + $"class {names[0].Index} is '{names[0].Item.First}' in A, '{names[0].Item.Second}' in B.";
    }

    private static string Text(Normalization normalization) =>
        $"scale {string.Join(" ", normalization.Scale.Select(Number))} and offset "
        + $"{string.Join(" ", normalization.Offset.Select(Number))}";

    private static string Number(float value) => value.ToString(CultureInfo.InvariantCulture);

    private static OutputDifference? TryOutputs(Model one, Model other, List<string> notes)
    {
        try
        {
            return Outputs(one, other, notes);
        }
        catch (TorchBasicsException error) // one is too large for the reference
        {
            notes.Add($"The outputs were not compared: {error.Message}");
            return null;
        }
    }

    private static string Assumed(Model model, string path) =>
        $"{path} holds arrays and does not say what is computed with them; "
        + $"its outputs are those of {model.Architecture.Name}, which they fit.";

    private static OutputDifference? Outputs(Model one, Model other, List<string> notes)
    {
        var (a, b) = (one.Architecture, other.Architecture);
        if (!a.Input.Equals(b.Input) || !a.Output.Equals(b.Output))
        {
            notes.Add(
                "The outputs were not compared: "
                + $"one network goes from {a.Input} to {a.Output}, the other from {b.Input} to {b.Output}.");
            return null;
        }

        var count = Math.Min(ReferenceCost.Samples(a, Samples), ReferenceCost.Samples(b, Samples));
        var samples = new ProofSamples(
            a.Input, count, Seed, pixels: a.Input.Count == 3 && !one.Normalization.Equals(Normalization.Identity));
        var inputs = samples.Prepared("input", count, sample => one.Normalization.ApplyInPlace(sample, a.Input));
        if (new ReferenceOutputs(a, one.Weights).Compute(inputs, null) is { } left
            && new ReferenceOutputs(b, other.Weights).Compute(inputs, null) is { } right)
            return Compare(left, right);
        notes.Add("The outputs were not compared: rounding may decide which side of a step a number lies on.");
        return null;
    }

    private static OutputDifference Compare(Outputs one, Outputs other)
    {
        var (exact, exactOther) = (one.InDouble(), other.InDouble());
        var (largest, share, isSame) = (0.0, 0.0, true);
        for (var i = 0; i < one.Values.Length; i++)
        {
            var difference = Math.Abs(one.Values[i] - other.Values[i]);
            largest = Math.Max(largest, difference);
            share = Math.Max(share, difference == 0 ? 0 : difference / (one.Errors[i] + other.Errors[i]));
            isSame &= difference == 0 || difference <= exact.Errors[i] + exactOther.Errors[i];
        }

        var each = one.Values.Length / one.Samples;
        var sameClass = Enumerable.Range(0, one.Samples).Count(n => Winner(one, n, each) == Winner(other, n, each));
        return new(one.Samples, largest, share, isSame, sameClass);
    }

    // The largest output; of a single one, whether it is nearer to 1 than to 0.
    private static int Winner(Outputs outputs, int sample, int each)
    {
        var values = outputs.Values[(sample * each)..((sample + 1) * each)];
        return each == 1 ? Convert.ToInt32(values[0] > 0.5) : Array.IndexOf(values, values.Max());
    }

    /// <summary>A file, read once.</summary>
    private sealed record Content(string Path, FileKind Kind, ReadOnlyMemory<byte> Bytes)
    {
        public static Content Read(string path) => new(path, FileKinds.Detect(path), InputFile.ReadAll(path, Array.MaxLength));

        public ImportedModel? Network(List<string> notes)
        {
            try
            {
                return ModelImport.Parse(Path, Kind, Bytes);
            }
            catch (TorchBasicsException error) when (error is not MalformedFileException)
            {
                if (!notes.Contains($"Only arrays were compared: {error.Message}"))
                    notes.Add($"Only arrays were compared: {error.Message}");
                return null;
            }
        }

        public IReadOnlyList<NamedArray> Arrays() => Kind switch
        {
            FileKind.Onnx => OnnxFile.ParseModel(Path, Bytes).Graph.Initializers,
            FileKind.SafeTensors => SafeTensorsFile.Parse(Path, Bytes).Arrays,
            FileKind.PyTorch => TorchFile.Parse(Path, Bytes).Arrays,
            FileKind.Npz => NpzFile.Parse(Path, Bytes),
        };
    }
}
