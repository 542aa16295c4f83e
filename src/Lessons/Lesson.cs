using TorchBasics.Core.Errors;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Lessons;

/// <summary>
/// What all lessons have in common: the experiment is done once, and what is shown, claimed and asked reads its result.
/// </summary>
/// <typeparam name="TResult">What the experiment returns.</typeparam>
/// <param name="name">The lesson's name; its texts are in the files NAME.LANGUAGE.txt.</param>
/// <param name="rows">The rows of the source note that it makes visible.</param>
internal abstract class Lesson<TResult>(string name, params IReadOnlyList<int> rows) : ILesson
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<int> Rows => rows;

    /// <inheritdoc/>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> Networks => [];

    /// <inheritdoc/>
    public virtual bool AsksWitness => false;

    /// <inheritdoc/>
    public virtual bool IsPortable => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> Questions => [.. Asked.Select(question => question.Key)];

    /// <summary>
    /// Questions to try: text "question.KEY", and "question.KEY.answer" for who wants to know. The first parameters do not answer
    /// them.
    /// </summary>
    protected abstract IReadOnlyList<Question<TResult>> Asked { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Answer(string question) =>
        Asked.First(one => one.Key == question).Answer.ToDictionary();

    /// <inheritdoc/>
    public LessonRun Run(ParameterValues values, Language language, LessonContext context)
    {
        var texts = Texts.Of(name, language);
        var result = Compute(values, context);
        return new(
            NumberHash.Of(Numbers(result)),
            [.. Show(result, texts)],
            [.. Claims(result).Select(claim =>
                new ClaimVerdict(claim.Key, texts.Format($"claim.{claim.Key}", claim.Values), claim.Holds))],
            Asked.ToDictionary(question => question.Key, question => question.IsSolved(result)),
            [.. Downloads(result)]);
    }

    /// <summary>The experiment: the only place where anything is computed.</summary>
    /// <param name="values">A value for each parameter.</param>
    /// <param name="context">What it may ask for.</param>
    /// <returns>The result, with all numbers that are shown.</returns>
    protected abstract TResult Compute(ParameterValues values, LessonContext context);

    /// <summary>The numbers of the result that its hash stands for, in a fixed order.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The numbers.</returns>
    protected abstract IEnumerable<double> Numbers(TResult result);

    /// <summary>What the lesson says about the result; the text of each is "claim.KEY".</summary>
    /// <param name="result">The result.</param>
    /// <returns>Those claims that can be made of a result with these parameters.</returns>
    protected abstract IEnumerable<Claim> Claims(TResult result);

    /// <summary>How the result is shown.</summary>
    /// <param name="result">The result.</param>
    /// <param name="texts">What to say.</param>
    /// <returns>The parts, from top to bottom.</returns>
    protected abstract IEnumerable<Block> Show(TResult result, Texts texts);

    /// <summary>An error of values that do not go together, in the language of whoever meets it.</summary>
    /// <param name="key">The text is "error.KEY".</param>
    /// <param name="values">What stands in its places.</param>
    protected LessonException Refuse(string key, params object?[] values) =>
        new(ErrorKind.Usage, language => Texts.Of(name, language).Format($"error.{key}", values));

    /// <summary>Files to take along.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The files.</returns>
    protected virtual IEnumerable<Download> Downloads(TResult result) => [];
}

/// <summary>Something that a lesson says about its result.</summary>
/// <param name="Key">Its name within the lesson.</param>
/// <param name="Holds">Whether it is true.</param>
/// <param name="Values">What stands in the places of its text.</param>
internal sealed record Claim(string Key, bool Holds, params object?[] Values);

/// <summary>Something to try: whoever finds fitting parameters has answered it.</summary>
/// <typeparam name="TResult">The result of the experiment.</typeparam>
/// <param name="Key">Its name within the lesson.</param>
/// <param name="IsSolved">Whether the parameters behind a result answer it.</param>
/// <param name="Answer">Parameters that do; the others stay as they are at the beginning.</param>
internal sealed record Question<TResult>(
    string Key, Func<TResult, bool> IsSolved, params IReadOnlyList<KeyValuePair<string, string>> Answer);
