using TorchBasics.Kernels.Proving;

namespace TorchBasics.Bindings.Proving;

/// <summary>A way of computing that a probe goes through.</summary>
/// <param name="Name">"libtorch, oneDNN on", for one.</param>
/// <param name="InUse">Whether the program computes so on this host.</param>
/// <param name="Operators">What computes.</param>
internal sealed record ProbePath(string Name, bool InUse, IFloatOperators Operators)
{
    private const int Times = 2; // a fault may differ from call to call

    /// <summary>Which questions can be asked.</summary>
    public Func<KnownAnswer, bool> CanAnswer { get; init; } = _ => true;

    /// <summary>Runs something with the settings of this way; afterwards they are as they were.</summary>
    public Action<Action> Within { get; init; } = action => action();

    /// <summary>Runs something so that the operators have one thread for it; null where that cannot be done.</summary>
    public Action<Action>? OnOneThread { get; init; }

    /// <summary>Asks as often as a fault may need to show.</summary>
    /// <param name="ask">Asks once.</param>
    /// <returns>The results of each time, and with which threads.</returns>
    public IReadOnlyList<(string Threads, float[][] Results)> Ask(Func<IFloatOperators, float[][]> ask)
    {
        var answers = new List<(string, float[][])>();
        Within(() =>
        {
            AskWith(OnOneThread is null ? "as it is used" : "all threads");
            OnOneThread?.Invoke(() => AskWith("one thread"));
        });
        return answers;

        void AskWith(string threads)
        {
            for (var time = 0; time < Times; time++)
                answers.Add((threads, ask(Operators)));
        }
    }
}
