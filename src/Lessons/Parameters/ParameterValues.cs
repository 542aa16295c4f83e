using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Lessons.Parameters;

/// <summary>A value for each parameter of a lesson, all of them valid.</summary>
public sealed class ParameterValues
{
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly Dictionary<string, string> _texts;

    private ParameterValues(IReadOnlyList<Parameter> parameters, Dictionary<string, string> texts) =>
        (_parameters, _texts) = (parameters, texts);

    /// <summary>The values as texts, in the order of the parameters.</summary>
    public IEnumerable<KeyValuePair<string, string>> Texts =>
        _parameters.Select(parameter => KeyValuePair.Create(parameter.Name, _texts[parameter.Name]));

    /// <summary>Whether nobody has changed anything.</summary>
    public bool AreDefault => _parameters.All(parameter => _texts[parameter.Name] == parameter.Default);

    /// <summary>The values that a lesson begins with, with some of them changed.</summary>
    /// <param name="parameters">The parameters of the lesson.</param>
    /// <param name="changes">Names and values.</param>
    /// <returns>The values.</returns>
    /// <exception cref="TorchBasicsException">There is no such parameter, or it cannot have that value: kind Usage.</exception>
    public static ParameterValues Of(IReadOnlyList<Parameter> parameters, IEnumerable<KeyValuePair<string, string>> changes)
    {
        var texts = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Default);
        foreach (var (name, text) in changes)
        {
            var parameter = parameters.FirstOrDefault(one => one.Name == name)
                ?? throw new TorchBasicsException(ErrorKind.Usage, NoParameter(parameters, name));
            texts[name] = parameter.Normalize(text)
                ?? throw new LessonException(
                    ErrorKind.Usage, "error.value", name, Shortened(text),
                    (Func<TorchBasics.Lessons.Texts, string>)parameter.ExpectedIn);
        }

        return new(parameters, texts);
    }

    /// <summary>The same values with one of them changed.</summary>
    /// <param name="name">A parameter.</param>
    /// <param name="text">Its new value.</param>
    /// <returns>The values.</returns>
    public ParameterValues With(string name, string text) => Of(_parameters, [.. Texts, KeyValuePair.Create(name, text)]);

    /// <summary>Whether a parameter has the value it begins with.</summary>
    /// <param name="names">The parameters; all of them have to.</param>
    /// <returns>Whether they do.</returns>
    public bool IsDefault(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Text(name) != _parameters.First(parameter => parameter.Name == name).Default)
                return false;
        return true;
    }

    /// <summary>The value of a parameter as a text.</summary>
    /// <param name="name">The parameter.</param>
    /// <returns>The text.</returns>
    public string Text(string name) => _texts[name];

    /// <summary>The value of a <see cref="NumberParameter"/>.</summary>
    /// <param name="name">The parameter.</param>
    /// <returns>The number.</returns>
    public double Number(string name) => double.Parse(_texts[name], CultureInfo.InvariantCulture);

    /// <summary>The value of a <see cref="WholeParameter"/>.</summary>
    /// <param name="name">The parameter.</param>
    /// <returns>The number.</returns>
    public int Whole(string name) => int.Parse(_texts[name], CultureInfo.InvariantCulture);

    /// <summary>The value of the <see cref="SeedParameter"/>.</summary>
    /// <returns>The seed.</returns>
    public ulong Seed() => ulong.Parse(_texts["seed"], CultureInfo.InvariantCulture);

    /// <summary>The value of a <see cref="GridParameter"/>.</summary>
    /// <param name="name">The parameter.</param>
    /// <returns>Rows and columns.</returns>
    public double[,] Grid(string name) => Of<GridParameter>(name).Parse(_texts[name])!;

    /// <summary>The value of a <see cref="PointsParameter"/>.</summary>
    /// <param name="name">The parameter.</param>
    /// <returns>The points.</returns>
    public IReadOnlyList<PlanePoint> Points(string name) => Of<PointsParameter>(name).Parse(_texts[name])!;

    /// <summary>The value of a <see cref="DrawingParameter"/>.</summary>
    /// <param name="name">The parameter.</param>
    /// <returns>The bytes, row by row; null where nothing was drawn.</returns>
    public byte[]? Drawing(string name) => Of<DrawingParameter>(name).Parse(_texts[name]);

    private static string NoParameter(IReadOnlyList<Parameter> parameters, string name) => parameters.Count == 0
        ? $"This lesson has no parameter, also not '{Shortened(name)}'."
        : $"This lesson has no parameter '{Shortened(name)}'; expected one of "
            + $"{string.Join(", ", parameters.Select(one => one.Name))}."
            + NearestName.Hint(name, parameters.Select(one => one.Name));

    private static string Shortened(string text) => text.Length <= 60 ? text : $"{text[..60]}...";

    private T Of<T>(string name)
        where T : Parameter => _parameters.OfType<T>().First(parameter => parameter.Name == name);
}
