using System.CommandLine;
using TorchBasics.Core;
using TorchBasics.Training.Records;

namespace TorchBasics.Cli.Parsing;

/// <summary>Options whose values are read as <see cref="ValueKind"/> says. What was not typed is null.</summary>
internal static class TypedOption
{
    public static Option<int?> WholeNumber(string name, string description) => Of(name, description, ValueKind.WholeNumber);

    public static Option<ulong?> Seed(string name, string description) => Of(name, description, ValueKind.Seed);

    public static Option<double?> RealNumber(string name, string description) => Of(name, description, ValueKind.RealNumber);

    public static Option<string?> Text(string name, string description, string helpName) =>
        Of(name, description, ValueKind.Text(helpName));

    /// <summary>An option whose value is one of a few words.</summary>
    public static Option<T?> Word<T>(string name, string description, IReadOnlyDictionary<string, T> words)
        where T : struct => Of(name, description, ValueKind.Word(words));

    /// <summary>An option of "train".</summary>
    public static Option<T> Of<T>(RunOption<T> row)
    {
        var option = Of(row.Name, row.Help, row.Kind);
        if (row.Default is { } value)
            option.DefaultValueFactory = _ => value;
        return option;
    }

    /// <summary>An option that may be typed several times, each time with one of a few words.</summary>
    public static Option<IReadOnlyList<T>?> Words<T>(string name, string description, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        var option = new Option<IReadOnlyList<T>?>(name)
        {
            Description = description,
            HelpName = string.Join('|', words.Keys),
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result =>
            {
                foreach (var token in result.Tokens.Where(token => !words.ContainsKey(token.Value)))
                    result.AddError(
                        $"{name} got '{token.Value}'; expected one of "
                        + $"{string.Join(", ", words.Keys)}.{NearestName.Hint(token.Value, words.Keys)}");
                return [.. result.Tokens.Where(token => words.ContainsKey(token.Value))
                    .Select(token => words[token.Value]).Distinct()];
            },
        };
        option.CompletionSources.Clear(); // the names of the values in the program
        option.CompletionSources.Add([.. words.Keys]);
        return option;
    }

    private static Option<T> Of<T>(string name, string description, ValueKind<T> kind)
    {
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = kind.Sign,
            // A list, too, is typed as one word; a switch may stand alone.
            Arity = kind.Implied is null ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 0 ? kind.Implied! : result.Tokens[0].Value;
                var value = kind.Parse(text);
                if (value is null)
                    result.AddError($"{name} got '{text}'; expected {kind.Expected}.{NearestName.Hint(text, kind.Words)}");
                return value;
            },
        };
        option.CompletionSources.Clear(); // the names of the values in the program
        if (kind.Words.Count > 0)
            option.CompletionSources.Add([.. kind.Words]);
        return option;
    }
}
