namespace TorchBasics.Training.Data;

/// <summary>Data sets whose content is published, so that a set of the same name but other content can be told apart.</summary>
internal static class KnownSets
{
    // SampleSet.Hash of the published files; a test derives them from the SHA-256 of the files themselves.
    private static readonly Dictionary<string, (string Train, string Test)> Hashes = new()
    {
        ["mnist"] = (
            "603e9380e273d7799f1423ad9b4565025e45241e19abbda1eceae8c156ca5670",
            "9b694b5318c627317cc6eb580b62a6a8379eca77ef7963bb08b7318262f33129"),
    };

    /// <summary>What to tell a user whose set differs from the published one of its name; null for nothing.</summary>
    public static string? Remark(SampleSet train, SampleSet test)
    {
        if (!Hashes.TryGetValue(train.Name, out var known))
            return null;
        var differing = new[] { (train.Hash == known.Train, "training"), (test.Hash == known.Test, "test") }
            .Where(part => !part.Item1).Select(part => part.Item2).ToList();
        return differing.Count == 0
            ? null
            : $"The {string.Join(" and the ", differing)} set of {train.Name} is not the published one; "
                + "figures cannot be compared with others'.";
    }
}
