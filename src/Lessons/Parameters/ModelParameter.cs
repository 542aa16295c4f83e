using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Lessons.Parameters;

/// <summary>
/// A trained network that a person drops or names: the name that <see cref="ModelFiles"/> gave to its file; an empty text for the
/// weights of the lesson.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Network">The network that a file has to hold, as the other parameters ask for it.</param>
public sealed record ModelParameter(string Name, Func<ParameterValues, Architecture> Network) : Parameter(Name, "")
{
    /// <inheritdoc/>
    public override string ExpectedIn(Texts texts) => texts["expected.model"];

    /// <inheritdoc/>
    public override string? Normalize(string text) =>
        text.Length == 0 || (text.Length == 16 && text.All(char.IsAsciiHexDigitLower)) ? text : null;

    /// <summary>Reads the network that was given.</summary>
    /// <param name="values">The values of all parameters.</param>
    /// <param name="files">The files that were given.</param>
    /// <param name="otherwise">How pixels enter a network whose file does not say it.</param>
    /// <returns>The network; null where none was given.</returns>
    /// <exception cref="TorchBasicsException">The file is not there, or is not what the lesson needs.</exception>
    internal Model? Read(ParameterValues values, ModelFiles files, Func<Normalization> otherwise) =>
        values.Text(Name) is { Length: > 0 } name ? GivenModel.Read(files.Get(name), Network(values), otherwise) : null;
}
