using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.SafeTensors;

namespace TorchBasics.Lessons.Parameters;

/// <summary>Reads a model file that somebody has given: one of ours, or plain arrays under the names of the network.</summary>
internal static class GivenModel
{
    // Far above what training gives; and with a hundred products in each of five layers, single precision does not overflow.
    private const float Largest = 10_000;

    private const string Called = "model";

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="network">The network that it has to hold.</param>
    /// <param name="otherwise">How pixels enter a network whose file does not say it.</param>
    /// <returns>The network with the weights of the file.</returns>
    /// <exception cref="TorchBasicsException">It is something else: kind Data, with what is wrong.</exception>
    public static Model Read(byte[] file, Architecture network, Func<Normalization> otherwise)
    {
        if (file.Length > ModelFiles.MostBytes)
            throw Refuse("large", file.Length, ModelFiles.MostBytes);
        try
        {
            var content = SafeTensorsFile.Parse(Called, file);
            var isOurs = content.Metadata.ContainsKey(ModelTexts.Architecture);
            CheckArrays(content.Arrays, network, mayHaveMore: isOurs); // a checkpoint has those of its optimizer, too
            var model = isOurs
                ? ModelFile.Of(Called, content)
                : new Model(network, content.Arrays) { Normalization = otherwise() };
            if (!model.Architecture.Input.SequenceEqual(network.Input)
                || !model.Architecture.Layers.SequenceEqual(network.Layers))
                throw Refuse("layers", network.Name);
            CheckNormalization(model.Normalization, network.Input);
            // Under the name that the lesson knows.
            return new Model(network, model.Weights)
            {
                Normalization = model.Normalization,
                IsDeskewed = model.IsDeskewed,
            };
        }
        catch (MalformedFileException error)
        {
            throw Refuse("damaged", error.Offset, Shortened(error.Reason));
        }
        catch (TorchBasicsException error) when (error is not LessonException)
        {
            throw Refuse("damaged", 0, Shortened(error.Message));
        }
    }

    private static void CheckArrays(IReadOnlyList<NamedArray> arrays, Architecture network, bool mayHaveMore)
    {
        var given = arrays.ToDictionary(array => array.Name);
        foreach (var parameter in network.Parameters)
        {
            long[] sizes = [.. parameter.Spec.Shape.Select(size => (long)size)];
            var expected = $"{parameter.Name} {ElementType.Float32} [{string.Join(", ", sizes)}]";
            if (!given.Remove(parameter.Name, out var array))
                throw Refuse("missing", expected, network.Name);
            if (array.Type != ElementType.Float32 || !array.Sizes.SequenceEqual(sizes))
                throw Refuse("shape", Shortened($"{array}"), expected, network.Name);
            foreach (var value in array.Values<float>())
                if (!(Math.Abs(value) <= Largest))
                    throw Refuse("value", parameter.Name, Largest);
        }

        if (!mayHaveMore && given.Count > 0)
            throw Refuse("more", Shortened(given.Keys.Order(StringComparer.Ordinal).First()), network.Name);
    }

    private static void CheckNormalization(Normalization normalization, Shape input)
    {
        normalization.CheckFits(input);
        foreach (var (scale, offset) in normalization.Scale.Zip(normalization.Offset))
            if (!((Math.Abs(scale) * byte.MaxValue) + Math.Abs(offset) <= Largest))
                throw Refuse("value", "normalization", Largest);
    }

    private static LessonException Refuse(string what, params object?[] values) =>
        new(ErrorKind.Data, $"error.model.{what}", values);

    // What a file says may be as long as the file.
    private static string Shortened(string text) => text.Length <= 200 ? text : $"{text[..200]}...";
}
