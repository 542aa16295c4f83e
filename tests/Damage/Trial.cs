using TorchBasics.Core;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Records;

namespace TorchBasics.Tests.Damage;

/// <summary>One damage: what the commands make of it, and whether that is right.</summary>
/// <param name="victim">The folder, undamaged.</param>
/// <param name="forged">Whether the damage is one that nobody can see in a record alone.</param>
/// <param name="command">Runs the program.</param>
/// <param name="findings">Where to say what is wrong.</param>
internal sealed class Trial(Victim victim, bool forged, Func<string[], Command> command, Action<string> findings)
{
    private readonly string[] _resume = ["train", "--resume", victim.Folder, "--quiet"];

    /// <summary>Damages the folder and judges.</summary>
    public Outcome Run(Func<Victim, RandomGenerator, Expectation> damage, RandomGenerator random)
    {
        var expectation = damage(victim, random);
        foreach (var look in (string[][])[["evaluate", First()], ["inspect", First()],
            ["diff", victim.Folder, victim.Run.Folder]])
            if (Look(look) is { } wrong)
                return Find(wrong);

        if (!forged && Misjudged() is { } answer)
            return Find($"was evaluated as it was not trained: {answer}");
        var before = victim.Contents();
        var result = command(_resume);
        if (result.Code == 0)
            return expectation == Expectation.Refused ? Find("was continued although it has to be refused") : Continued();
        if (Wrong(result) is { } reason)
            return Find(reason);
        if (expectation == Expectation.Continues)
            return Find($"was refused although all that it needs is there: {result.Error}");
        return Changed(before) is { } changed ? Find($"was refused, but {changed} changed") : Repaired();
    }

    private string First() => Directory.Exists(victim.Checkpoints)
        ? Directory.EnumerateFileSystemEntries(victim.Checkpoints).Max(StringComparer.Ordinal) ?? victim.Model
        : victim.Model;

    // To look at what is damaged may fail, but in the one way of such failures, and it changes nothing.
    private string? Look(string[] arguments)
    {
        var before = victim.Contents();
        var result = command(arguments);
        if (Changed(before) is { } changed)
            return $"'{string.Join(' ', arguments)}' changed {changed}";
        return result.Code is 0 or 1 or 2 && !IsBug(result) ? null : Wrong(result);
    }

    // A folder either cannot be evaluated, or gives what it gave before the damage.
    private string? Misjudged()
    {
        var (before, after) = (command(["evaluate", victim.Run.Folder]), command(["evaluate", victim.Folder]));
        return after.Code == 0
            && after.Output.Replace(victim.Folder, victim.Run.Folder, StringComparison.Ordinal) != before.Output
            ? after.Output
            : null;
    }

    private static string? Wrong(Command result) =>
        IsBug(result) ? $"met a bug: {result.Error}"
        : result.Code is not (1 or 3) ? $"ended with exit code {result.Code}: {result.Error}"
        : !result.Error.Contains("error: ", StringComparison.Ordinal)
            || result.Error.Length < 40 ? $"said too little: {result.Error}"
        : null;

    private static bool IsBug(Command result) => result.Error.Contains("bug in TorchBasics", StringComparison.Ordinal);

    private Outcome Continued()
    {
        var record = RunRecordFile.Read(victim.Record);
        if (record is null)
            return Find("left no record");
        if (record.WeightHash != victim.Run.WeightHash)
            return Find($"ended with the weights {record.WeightHash} instead of {victim.Run.WeightHash}");
        return record.Request == victim.Run.Request && record.Status is RunStatus.Completed or RunStatus.StoppedEarly
            ? Outcome.Same
            : Find($"left a false record: {RunRecordFile.Compose(record)}");
    }

    private Outcome Repaired()
    {
        victim.Restore();
        var result = command(_resume);
        if (result.Code != 0)
            return Find($"does not continue once the damage is undone: {result.Error}");
        return Continued() == Outcome.Same ? Outcome.Refused : Outcome.Finding;
    }

    // Temporary files of nobody and the lock may come and go.
    private string? Changed(Dictionary<string, string> before)
    {
        var after = victim.Contents();
        return before.Keys.Union(after.Keys)
            .Where(name => Path.GetFileName(name) != "run.lock"
                && !Path.GetFileName(name).StartsWith(".torchbasics-", StringComparison.Ordinal))
            .FirstOrDefault(name => before.GetValueOrDefault(name) != after.GetValueOrDefault(name));
    }

    private Outcome Find(string what)
    {
        findings($"{victim.Run.Name} {what}");
        return Outcome.Finding;
    }
}
