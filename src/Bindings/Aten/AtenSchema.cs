using TorchBasics.Bindings.Stable;

namespace TorchBasics.Bindings.Aten;

/// <summary>
/// The declaration of an operator, such as "aten::mm(Tensor self, Tensor mat2) -> Tensor", in the language of PyTorch's
/// aten/src/ATen/native/native_functions.yaml.
/// </summary>
/// <param name="Text">The declaration itself.</param>
/// <param name="Name">"aten::add", for one.</param>
/// <param name="Overload">"Tensor" for "aten::add.Tensor", empty without one.</param>
/// <param name="Parameters">The arguments in order.</param>
/// <param name="Results">The results in order.</param>
internal sealed record AtenSchema(
    string Text,
    string Name,
    string Overload,
    IReadOnlyList<(string Name, AtenType Type)> Parameters,
    IReadOnlyList<AtenType> Results)
{
    private const string Arrow = ") -> ";

    /// <summary>Reads a declaration.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static AtenSchema Parse(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var arrow = text.LastIndexOf(Arrow, StringComparison.Ordinal);
        if (open <= 0 || arrow < open || text.AsSpan(0, open).IndexOfAny(" \0") >= 0
            || !text.AsSpan(0, open).Contains("::", StringComparison.Ordinal))
        {
            throw new FormatException(
                $"'{text}' declares no operator; expected a form such as 'aten::mm(Tensor self, Tensor mat2) -> Tensor', "
                    + "as PyTorch's native_functions.yaml has them.");
        }

        var dot = text.IndexOf('.', 0, open);
        return new AtenSchema(text, text[..(dot < 0 ? open : dot)], dot < 0 ? "" : text[(dot + 1)..open],
            [.. Split(text[(open + 1)..arrow], ',').Where(part => part != "*").Select(part => Parameter(part, text))],
            [.. Split(Unwrapped(text[(arrow + Arrow.Length)..]), ',').Select(part => AtenType.Parse(Split(part, ' ')[0]))]);
    }

    private static (string Name, AtenType Type) Parameter(string part, string text)
    {
        var words = Split(part.Split('=')[0], ' ');
        return words.Count == 2
            ? (words[1], AtenType.Parse(words[0]))
            : throw new FormatException($"'{text}' declares the argument '{part}'; expected a type and a name.");
    }

    private static string Unwrapped(string results) =>
        results.StartsWith('(') && results.EndsWith(')') ? results[1..^1] : results;

    /// <summary>Parts between the separators that stand in no brackets: a default may be "[0, 1]", an alias "(a -> *)".</summary>
    private static List<string> Split(string list, char separator)
    {
        var (parts, depth, start) = (new List<string>(), 0, 0);
        for (var i = 0; i <= list.Length; i++)
        {
            if (i == list.Length || (list[i] == separator && depth == 0))
            {
                if (list[start..i].Trim() is { Length: > 0 } part)
                    parts.Add(part);
                start = i + 1;
                continue;
            }

            depth += list[i] is '[' or '(' ? 1 : list[i] is ']' or ')' ? -1 : 0;
        }

        return parts;
    }
}
