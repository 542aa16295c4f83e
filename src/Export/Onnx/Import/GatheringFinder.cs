using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>Finds the means in which the ways of a value meet.</summary>
/// <param name="graph">The graph.</param>
internal sealed class GatheringFinder(SourceGraph graph)
{
    private const int MostNodes = 1 << 14;    // up to one value of a mean
    private const long MostVisits = 1L << 22; // in all, so that no file makes the search last

    private readonly List<MeanOfValues> _means =
        [.. graph.Nodes.Select(node => MeanOfValues.At(graph, node)).OfType<MeanOfValues>()];

    private long _visits;

    /// <summary>Finds the mean of the ways that a value goes.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The gathering; null where the nodes that use the value do not meet in a mean of as many ways or fewer.</returns>
    public Gathering? Find(string value)
    {
        var users = graph.Consumers(value);
        foreach (var mean in _means.Where(mean => mean.Values.Count <= users.Count && _visits < MostVisits))
        {
            var members = mean.Values.Select(end => Between(value, users, end)).ToList();
            if (members.TrueForAll(member => member.Count > 0) && members.Sum(member => member.Count) == users.Count
                && members.SelectMany(member => member).Distinct(ReferenceEqualityComparer.Instance).Count() == users.Count)
                return new(mean, members);
        }

        return null;
    }

    // Those of the users that a value of a mean is computed with.
    private List<OnnxNode> Between(string value, IReadOnlyList<OnnxNode> users, string end)
    {
        var behind = new HashSet<OnnxNode>(
            graph.Behind(end, name => name == value || graph.IsConstant(name) || graph.Producer(name) is null, MostNodes),
            ReferenceEqualityComparer.Instance);
        _visits += behind.Count;
        return [.. users.Where(behind.Contains)];
    }
}
