using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using TorchBasics.Core;

namespace TorchBasics.Cli.Parsing;

/// <summary>
/// Options whose values are read in one way on every machine: a decimal point, no separators between thousands, so that
/// 0,1 is refused instead of read as 1. What was not typed is null.
/// </summary>
internal static class TypedOption
{
    public static Option<int?> WholeNumber(string name, string description, string helpName = "N") =>
        Number<int>(name, description, helpName, NumberStyles.AllowLeadingSign, "a whole number");

    public static Option<ulong?> Seed(string name, string description) =>
        Number<ulong>(name, description, "N", NumberStyles.None, "a whole number from 0 to 18446744073709551615");

    public static Option<double?> RealNumber(string name, string description, string helpName = "X") =>
        Number<double>(name, description, helpName, NumberStyles.Float, "a number, such as 0.01 or 1e-2");

    public static Option<string?> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };

    /// <summary>An option whose value is one of a few words.</summary>
    public static Option<T?> Word<T>(string name, string description, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        var option = new Option<T?>(name)
        {
            Description = description,
            HelpName = string.Join('|', words.Keys),
            CustomParser = result => Parse<T>(name, result, "one of " + string.Join(", ", words.Keys),
                text => words.TryGetValue(text, out var value) ? value : null,
                text => NearestName.Hint(text, words.Keys)),
        };
        option.CompletionSources.Add([.. words.Keys]);
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
                    result.AddError($"{name} got '{token.Value}'; expected one of {string.Join(", ", words.Keys)}.{NearestName.Hint(token.Value, words.Keys)}");
                return [.. result.Tokens.Where(token => words.ContainsKey(token.Value)).Select(token => words[token.Value]).Distinct()];
            },
        };
        option.CompletionSources.Add([.. words.Keys]);
        return option;
    }

    private static Option<T?> Number<T>(string name, string description, string helpName, NumberStyles style, string expected)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse<T>(name, result, expected,
                text => T.TryParse(text, style, CultureInfo.InvariantCulture, out var value) ? value : null,
                _ => ""),
        };

    private static T? Parse<T>(string name, ArgumentResult result, string expected, Func<string, T?> parse, Func<string, string> hint)
        where T : struct
    {
        var text = result.Tokens[0].Value;
        var value = parse(text);
        if (value is null)
            result.AddError($"{name} got '{text}'; expected {expected}.{hint(text)}");
        return value;
    }
}
