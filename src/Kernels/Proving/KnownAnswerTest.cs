namespace TorchBasics.Kernels.Proving;

/// <summary>
/// Asks an engine questions whose answers are known: each twice and, where it has several threads, twice with one, since
/// a fault may differ from call to call, or need several threads.
/// </summary>
/// <remarks>
/// Cryptographic modules prove themselves so before they are used (FIPS 140-3, section 7.10, cryptographic algorithm
/// self-tests).
/// </remarks>
internal static class KnownAnswerTest
{
    private const int Times = 2;

    /// <summary>Asks until the first wrong answer.</summary>
    /// <param name="questions">What to ask.</param>
    /// <param name="operators">The engine.</param>
    /// <param name="threads">What computes, for the report of a wrong number: "all threads", for one.</param>
    /// <param name="onOneThread">Runs something so that the engine has one thread for it; null where that cannot be done.</param>
    /// <returns>The first wrong number, or null when all are right.</returns>
    public static WrongAnswer? Run(
        IReadOnlyList<KnownAnswer> questions, IFloatOperators operators, string threads, Action<Action>? onOneThread = null)
    {
        foreach (var question in questions)
        {
            var ask = question.Prepare();
            var wrong = Ask(question, ask, operators, threads);
            if (wrong is null)
                onOneThread?.Invoke(() => wrong = Ask(question, ask, operators, "one thread"));
            if (wrong is not null)
                return wrong;
        }

        return null;
    }

    private static WrongAnswer? Ask(
        KnownAnswer question, Func<IFloatOperators, float[][]> ask, IFloatOperators operators, string threads)
    {
        for (var time = 0; time < Times; time++)
        {
            var results = ask(operators);
            for (var i = 0; i < results.Length; i++)
                if (Whole.Checksum(results[i]) != question.Checksums[i])
                    return WrongAnswer.Find(question.NameOf(i), question.Shape, threads, question.Answer()[i], results[i]);
        }

        return null;
    }
}
