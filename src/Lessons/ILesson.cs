using TorchBasics.Core.Errors;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Lessons;

/// <summary>A lesson: an experiment with parameters, claims about its result, and texts in every language.</summary>
public interface ILesson
{
    /// <summary>Its name: a word in lower case, with dashes.</summary>
    string Name { get; }

    /// <summary>The rows of the source note that it makes visible.</summary>
    IReadOnlyList<int> Rows { get; }

    /// <summary>What a person may change.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Trained networks that the experiment asks the context for.</summary>
    IReadOnlyList<string> Networks { get; }

    /// <summary>Whether the experiment asks a second engine, where there is one.</summary>
    bool AsksWitness { get; }

    /// <summary>Whether the same parameters give the same bits on every processor.</summary>
    bool IsPortable { get; }

    /// <summary>The keys of the questions at its end.</summary>
    IReadOnlyList<string> Questions { get; }

    /// <summary>Parameters that answer a question.</summary>
    /// <param name="question">Its key.</param>
    /// <returns>Names and values; the others stay as they are at the beginning.</returns>
    IReadOnlyDictionary<string, string> Answer(string question);

    /// <summary>Does the experiment.</summary>
    /// <param name="values">A value for each parameter.</param>
    /// <param name="language">The language of what is shown.</param>
    /// <param name="context">What it may ask for.</param>
    /// <returns>What was computed, and how it is shown.</returns>
    /// <exception cref="TorchBasicsException">The values do not go together: kind Usage, with the reason.</exception>
    LessonRun Run(ParameterValues values, Language language, LessonContext context);
}
