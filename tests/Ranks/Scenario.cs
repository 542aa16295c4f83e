namespace TorchBasics.Tests.Ranks;

/// <summary>What each process does: it prints what a test is to read; an exception says that something is wrong.</summary>
internal static class Scenario
{
    /// <summary>Each by its name, with the words that follow it.</summary>
    public static IReadOnlyDictionary<string, Action<string[]>> All { get; } = new SortedDictionary<string, Action<string[]>>
    {
        ["abort"] = Endings.Abort,
        ["allocations"] = Messages.Allocations,
        ["alone"] = Starts.Alone,
        ["impatient"] = Endings.Impatient,
        ["flipped"] = Trainings.Flipped,
        ["hashes"] = Trainings.Hashes,
        ["long-message"] = Failures.LongMessage,
        ["null-reference"] = Signals.NullReference,
        ["pairs"] = Messages.Pairs,
        ["pieces"] = Messages.Pieces,
        ["refuse"] = Starts.Refuse,
        ["ring"] = Messages.Ring,
        ["short-message"] = Failures.ShortMessage,
        ["signals"] = Signals.Registered,
        ["start"] = Starts.Start,
        ["twice"] = Starts.Twice,
        ["unfinished"] = Endings.Unfinished,
        ["unknown-peer"] = Failures.UnknownPeer,
    };
}
