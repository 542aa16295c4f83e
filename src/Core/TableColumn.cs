using System.Text.Json.Serialization;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core;

/// <summary>How a column of a table becomes one or more of the numbers that enter a network.</summary>
public sealed record TableColumn
{
    /// <summary>Describes a column.</summary>
    /// <param name="name">What it is called; empty where the table names no columns.</param>
    /// <param name="categories">
    /// The words that it may hold, each of which becomes a number of its own, 1 where the word stands and else 0; null for a
    /// column of numbers.
    /// </param>
    /// <param name="fill">
    /// The numbers that stand for an empty field, as many as the column becomes; null where an empty field is an error.
    /// </param>
    /// <exception cref="TorchBasicsException">
    /// There is no category, one is there twice, or the numbers are too few, too many or not finite: kind Data.
    /// </exception>
    [JsonConstructor]
    public TableColumn(string name, IReadOnlyList<string>? categories = null, IReadOnlyList<float>? fill = null)
    {
        if (name is null || categories is { Count: 0 } || categories?.Any(word => word is null) == true
            || categories?.Distinct().Count() != categories?.Count
            || (fill is not null && (fill.Count != (categories?.Count ?? 1) || !fill.All(float.IsFinite))))
        {
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"The column '{name}' of a table has {categories?.Count ?? 0} categories and "
                + $"{fill?.Count ?? 0} numbers for an empty field; expected different words, and a finite number for each.");
        }

        Name = name;
        Categories = categories is null ? null : new ValueList<string>(categories);
        Fill = fill is null ? null : new ValueList<float>(fill);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The words that it may hold; null for a column of numbers.</summary>
    public IReadOnlyList<string>? Categories { get; }

    /// <summary>The numbers that stand for an empty field; null where one is an error.</summary>
    public IReadOnlyList<float>? Fill { get; }

    /// <summary>How many numbers it becomes.</summary>
    [JsonIgnore]
    public int Width => Categories?.Count ?? 1;

    /// <summary>What the numbers are called: the column itself, or "column=word" for each word.</summary>
    [JsonIgnore]
    public IEnumerable<string> Features => Categories?.Select(word => $"{Name}={word}") ?? [Name];
}
