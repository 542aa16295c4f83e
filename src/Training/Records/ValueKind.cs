using System.Globalization;
using System.Numerics;
using TorchBasics.Core.Layers;

namespace TorchBasics.Training.Records;

/// <summary>
/// How values are typed and printed, in one way on every machine: a decimal point, no separators between thousands, so that
/// 0,1 is refused instead of read as 1.
/// </summary>
/// <typeparam name="T">A value or null, such as int? and string?.</typeparam>
/// <param name="Sign">What help calls a value, such as "N".</param>
/// <param name="Expected">What a refusal says was expected, such as "a whole number".</param>
/// <param name="Parse">The value that a text means; null where it means none.</param>
/// <param name="Text">The text of a value that is not null; it is parsed to the same value.</param>
public sealed record ValueKind<T>(string Sign, string Expected, Func<string, T> Parse, Func<T, string> Text)
{
    /// <summary>All values, where they are a few words.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The text that the name alone stands for; null where a value has to follow it.</summary>
    public string? Implied { get; init; }
}

/// <summary>The kinds of values.</summary>
public static class ValueKind
{
    /// <summary>A whole number of 32 bits.</summary>
    public static ValueKind<int?> WholeNumber { get; } = Number<int>("N", NumberStyles.AllowLeadingSign, "a whole number");

    /// <summary>A whole number of 64 bits without a sign.</summary>
    public static ValueKind<ulong?> Seed { get; } =
        Number<ulong>("N", NumberStyles.None, "a whole number from 0 to 18446744073709551615");

    /// <summary>A number of double precision, with or without an exponent.</summary>
    public static ValueKind<double?> RealNumber { get; } =
        Number<double>("X", NumberStyles.Float, "a number, such as 0.01 or 1e-2");

    /// <summary>Whole numbers of 32 bits with commas between them.</summary>
    public static ValueKind<IReadOnlyList<int>?> WholeNumbers { get; } =
        List(WholeNumber, "N,N,...", "whole numbers with commas between them, such as 2,5,8");

    /// <summary>Numbers of double precision with commas between them.</summary>
    public static ValueKind<IReadOnlyList<double>?> RealNumbers { get; } =
        List(RealNumber, "X,X,...", "numbers with commas between them, such as 0.01,0.001");

    /// <summary>A size: rows and columns with an x between them, or one number for both.</summary>
    public static ValueKind<Size2d?> Size { get; } = new(
        "N|NxN",
        "rows and columns, such as 28 or 32x48",
        text => (text.Split('x').Select(WholeNumber.Parse).ToArray()) switch
        {
            [{ } side] => new Size2d(side, side),
            [{ } height, { } width] => new Size2d(height, width),
            _ => null,
        },
        size => size is { } both && both.Height == both.Width ? $"{both.Height}" : $"{size}");

    /// <summary>Any text.</summary>
    /// <param name="sign">What help calls it, such as "FILE".</param>
    /// <returns>The kind.</returns>
    public static ValueKind<string?> Text(string sign) => new(sign, "a text", text => text, text => text!);

    /// <summary>Texts with commas between them; one that holds a comma stands between quotes, as in a CSV file.</summary>
    /// <param name="sign">What help calls them, such as "NAME,NAME".</param>
    /// <returns>The kind.</returns>
    public static ValueKind<IReadOnlyList<string>?> Texts(string sign) => new(
        sign,
        "names with commas between them, such as width,height; a name that holds a comma stands between quotes",
        TextList.Parse,
        texts => TextList.Text(texts!));

    /// <summary>One of a few words.</summary>
    /// <typeparam name="T">What they mean.</typeparam>
    /// <param name="words">The words, in the order of the help, each with its meaning.</param>
    /// <returns>The kind.</returns>
    public static ValueKind<T?> Word<T>(IReadOnlyDictionary<string, T> words)
        where T : struct => new(
            string.Join('|', words.Keys),
            $"one of {string.Join(", ", words.Keys)}",
            text => words.TryGetValue(text, out var value) ? value : null,
            value => words.First(pair => pair.Value.Equals(value)).Key)
        {
            Words = [.. words.Keys],
        };

    /// <summary>Yes or no; the name alone is a yes.</summary>
    public static ValueKind<bool?> Switch { get; } =
        Word(new Dictionary<string, bool> { ["true"] = true, ["false"] = false }) with { Implied = "true" };

    private static ValueKind<IReadOnlyList<T>?> List<T>(ValueKind<T?> kind, string sign, string expected)
        where T : struct => new(
            sign,
            expected,
            text =>
            {
                var values = text.Split(',').Select(kind.Parse).ToList();
                return values.Contains(null) ? null : [.. values.Select(value => value!.Value)];
            },
            values => string.Join(',', values!.Select(value => kind.Text(value))));

    private static ValueKind<T?> Number<T>(string sign, NumberStyles style, string expected)
        where T : struct, INumber<T> => new(
            sign,
            expected,
            text => T.TryParse(text, style, CultureInfo.InvariantCulture, out var value) ? value : null,
            value => value!.Value.ToString(null, CultureInfo.InvariantCulture));
}
