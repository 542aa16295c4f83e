using TorchBasics.Core;

namespace TorchBasics.Tests.Damage;

/// <summary>All damages and all failing operations.</summary>
internal static class Campaign
{
    /// <summary>Damages, and counts what comes of it.</summary>
    /// <param name="options">How much.</param>
    /// <param name="progress">Hears how far it is.</param>
    public static Tally Run(DamageOptions options, Action<string> progress)
    {
        var root = Directory.CreateTempSubdirectory("torchbasics-damage-").FullName;
        try
        {
            var tally = new Tally();
            BaseRun[] bases =
            [
                BaseRun.Make(root, "stopped", BaseRun.Xor(seed: 1), stop: 11),
                BaseRun.Make(root, "patient", BaseRun.Xor(seed: 1, patience: 3), stop: 7),
                BaseRun.Make(root, "finished", BaseRun.Xor(seed: 1), stop: null),
            ];
            BaseRun[] others =
            [
                BaseRun.Make(root, "other-seed", BaseRun.Xor(seed: 2), stop: 13),
                BaseRun.Make(root, "same-request", BaseRun.Xor(seed: 1), stop: 13),
            ];
            Damage(options, root, bases, new Damages(others), tally, progress);
            new FailingSaves(root, bases[0], tally).Run(options.Every);
            return tally;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Damage(
        DamageOptions options, string root, BaseRun[] bases, Damages damages, Tally tally, Action<string> progress)
    {
        for (var i = 0; i < options.Count; i++)
        {
            var number = i; // what a finding names
            var random = RandomGenerator.ForStream(options.Seed, "damage", (ulong)number);
            var (name, apply) = damages.All[number % damages.All.Count]; // so that each has its turn
            var victim = new Victim(bases[random.NextInt32(bases.Length)], Path.Combine(root, "victim"));
            var asProcess = options.ProcessEvery > 0 && number % options.ProcessEvery == options.ProcessEvery - 1;
            var trial = new Trial(
                victim,
                forged: name.Contains("right digest", StringComparison.Ordinal),
                asProcess ? Command.AsProcess : Command.InProcess,
                what => tally.Findings.Add($"damage {number}, {name}: {what}"));
            tally.Add(name, trial.Run(apply, random));
            if (number % 100 == 99)
                progress($"{number + 1} damages, {tally.Findings.Count} findings");
        }
    }
}
