using TorchBasics.Core.Catalog;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Reports;

/// <summary>The command that asks for the same run again.</summary>
public static class RepeatCommand
{
    private const string Harmless = "-_./:,=+";

    /// <summary>The command for a request; says only what differs from the defaults of the model, and the seed.</summary>
    /// <param name="request">What was asked for.</param>
    /// <returns>One line for a shell.</returns>
    public static string Of(RunRequest request) => string.Join(' ', Words(request).Select(Quote));

    /// <summary>The command word by word, as a shell hands them over.</summary>
    /// <param name="request">What was asked for.</param>
    /// <returns>"torchbasics", "train" and so on, nothing quoted.</returns>
    public static IReadOnlyList<string> Words(RunRequest request)
    {
        var recipe = request.Origin is null && request.Architecture is null ? ModelCatalog.Find(request.Model).Recipe : null;
        var usual = RunRequest.Usual(request.Model, recipe ?? request.Options.Recipe);
        List<string> words = request.Architecture is { } file
            ? ["torchbasics", "train", "--architecture", file]
            : ["torchbasics", "train", request.Origin ?? request.Model];
        foreach (var option in RunOptions.All)
            if (option.TextIn(request) is { } text && (IsSaidAlways(option) || text != option.TextIn(usual)))
                words.AddRange([option.Name, text]);
        return words;

        bool IsSaidAlways(RunOption option) => option == RunOptions.Seed || (recipe is null && option.IsOfRecipe);
    }

    // Single quotes are the one form in which a shell of Unix changes nothing.
    private static string Quote(string word) =>
        word.Length > 0
        && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Harmless.Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
