using System.Diagnostics;
using TorchBasics.Kernels.Proving;

namespace TorchBasics.Bindings.Proving;

/// <summary>Holds ways of computing against plain loops, number by number, and counts where they are wrong.</summary>
internal static class OperatorProbe
{
    /// <summary>Asks every question of every way that can answer it.</summary>
    /// <param name="questions">What to ask.</param>
    /// <param name="paths">The ways of computing.</param>
    /// <param name="asked">Gets how many questions have been asked; null for nobody.</param>
    /// <param name="cancellation">Stops it between two questions.</param>
    /// <returns>A row for each result of each operator on each way.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="Core.Errors.TorchBasicsException">An operator cannot be called.</exception>
    public static ProbeReport Run(
        IReadOnlyList<KnownAnswer> questions,
        IReadOnlyList<ProbePath> paths,
        IProgress<long>? asked,
        CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var outcomes = new List<Outcome>();
        for (var i = 0; i < questions.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            outcomes.AddRange(Ask(questions[i], paths));
            asked?.Report(i + 1);
        }

        var rows = from outcome in outcomes
                   group outcome by outcome.Operator into ofOperator
                   from ofPath in ofOperator.GroupBy(outcome => outcome.Path)
                   select Row([.. ofPath]);
        return new ProbeReport(questions.Count, [.. rows], watch.Elapsed.TotalSeconds);
    }

    private static IEnumerable<Outcome> Ask(KnownAnswer question, IReadOnlyList<ProbePath> paths)
    {
        var expected = question.Answer();
        var ask = question.Prepare();
        foreach (var path in paths.Where(path => path.CanAnswer(question)))
        {
            var answers = path.Ask(ask);
            for (var i = 0; i < expected.Length; i++)
            {
                var result = i;
                var wrong = answers.Select(answer => WrongAnswer.Find(
                    question.NameOf(result), question.Shape, answer.Threads, expected[result], answer.Results[result]));
                yield return new Outcome(question.NameOf(i), path, wrong.FirstOrDefault(number => number is not null));
            }
        }
    }

    private static ProbeRow Row(IReadOnlyList<Outcome> outcomes) => new(
        outcomes[0].Operator,
        outcomes[0].Path.Name,
        outcomes[0].Path.InUse,
        outcomes.Count,
        outcomes.Count(outcome => outcome.Wrong is not null),
        outcomes.FirstOrDefault(outcome => outcome.Wrong is not null)?.Wrong);

    private sealed record Outcome(string Operator, ProbePath Path, WrongAnswer? Wrong);
}
