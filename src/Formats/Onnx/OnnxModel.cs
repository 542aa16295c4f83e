using System.Collections.ObjectModel;

namespace TorchBasics.Formats.Onnx;

/// <summary>A model in ONNX form: a graph of operators and the versions of the operators that it means.</summary>
/// <param name="Graph">What is computed.</param>
/// <param name="OperatorSets">Which version of which set of operators the nodes mean.</param>
public sealed record OnnxModel(OnnxGraph Graph, IReadOnlyList<OnnxOperatorSet> OperatorSets)
{
    /// <summary>The version of the file format, 0 where the file does not give it.</summary>
    public long IrVersion { get; init; }

    /// <summary>The program that wrote the model.</summary>
    public string ProducerName { get; init; } = string.Empty;

    /// <summary>Its version.</summary>
    public string ProducerVersion { get; init; } = string.Empty;

    /// <summary>Free texts by key: what a program wants to say about the model (metadata_props).</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// What the file holds and these records cannot, such as "the attribute 'body' of the type GRAPH". A model that is to be
    /// computed must have none.
    /// </summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>The version of a set of operators.</summary>
    /// <param name="domain">Name of the set; "" and "ai.onnx" are the same one.</param>
    /// <returns>
    /// The version, 1 for ONNX's own set where the model names none (files of the first format versions), or null.
    /// </returns>
    public long? VersionOf(string domain)
    {
        var name = Normalize(domain);
        return OperatorSets.FirstOrDefault(set => Normalize(set.Domain) == name)?.Version
            ?? (name.Length == 0 && OperatorSets.Count == 0 ? 1 : null);
    }

    internal static string Normalize(string domain) => domain == "ai.onnx" ? string.Empty : domain;
}
