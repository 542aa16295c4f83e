namespace TorchBasics.Lessons.Parameters;

/// <summary>One of a few words.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Choices">The words; it begins with the first. A page shows the text "choice.NAME.WORD".</param>
public sealed record ChoiceParameter(string Name, IReadOnlyList<string> Choices) : Parameter(Name, Choices[0])
{
    /// <inheritdoc/>
    public override string ExpectedIn(Texts texts) => texts.Format("expected.choice", string.Join(", ", Choices));

    /// <inheritdoc/>
    public override string? Normalize(string text) =>
        Choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase));
}
