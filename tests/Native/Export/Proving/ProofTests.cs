using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Export;
using TorchBasics.Export.Onnx;
using TorchBasics.Export.Proving;
using TorchBasics.Formats.Onnx;
using TorchBasics.Models;
using TorchBasics.TorchExport;

namespace TorchBasics.Tests.Native.Export.Proving;

/// <summary>The proof must fail where a file is wrong by the least that a file can be wrong.</summary>
public sealed class ProofTests
{
    private static readonly ExportOptions Options = new() { Batches = [1, 2, 7] };

    [Theory]
    [InlineData("lenet5")]
    [InlineData("lenet5-original")]
    [InlineData("threshold-xor")]
    public void One_weight_that_is_off_by_a_unit_in_the_last_place_is_found(string name)
    {
        var (model, proof, graph) = Exported(name);

        Assert.All(
            model.Weights,
            array => Assert.Throws<TorchBasicsException>(() => proof.Of(Nudged(graph, array.Name), default).ToList()));
    }

    [Theory]
    [InlineData("lenet5-original", "slope")] // a constant of the formula, which no array of the network holds
    [InlineData("lenet5-original", "amplitude")]
    public void A_constant_that_is_off_by_a_unit_in_the_last_place_is_found(string name, string role)
    {
        var (_, proof, graph) = Exported(name);

        var constant = graph.Graph.Initializers.First(array => array.Name.EndsWith($".{role}", StringComparison.Ordinal)).Name;

        Assert.All(proof.Of(graph, default), line => Assert.InRange(line.Share, 0, 1));
        var error = Assert.Throws<TorchBasicsException>(() => proof.Of(Nudged(graph, constant), default).ToList());
        Assert.StartsWith("the file on the reference: with 1 sample at once, output ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pooling_that_takes_the_mean_instead_of_the_maximum_is_found()
    {
        var (_, proof, graph) = Exported("lenet5");
        var nodes = graph.Graph.Nodes.Select(node => node.Operator == "MaxPool" ? node with
        {
            Operator = "AveragePool",
            Attributes = [.. node.Attributes.Where(attribute => attribute.Name is not ("dilations" or "storage_order"))]
        } : node);

        var error = Assert.Throws<TorchBasicsException>(
            () => proof.Of(graph with { Graph = graph.Graph with { Nodes = [.. nodes] } }, default).ToList());

        Assert.StartsWith("the file on the reference: with 1 sample at once, output ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_that_differs_in_one_bit_is_named()
    {
        var model = Networks.Small();
        var bytes = model.Weights[2].Bytes.ToArray();
        bytes[17] ^= 1;
        var changed = new NamedArray("fc1.weight", ElementType.Float32, model.Weights[2].Sizes, bytes);

        var error = Assert.Throws<TorchBasicsException>(
            () => ArrayAgreement.Compare(model, [model.Weights[0], model.Weights[1], changed, model.Weights[3]]));

        Assert.Equal("The arrays of the file: the numbers of fc1.weight are not those that were written.", error.Message);
    }

    [Fact]
    public void An_answer_that_is_not_a_number_agrees_with_nothing()
    {
        var error = Assert.Throws<TorchBasicsException>(() =>
            Agreement.Compare("the file", [(new Outputs(2, [1, double.NaN], []), new Outputs(2, [1, double.NaN], [1, 1]))]));

        Assert.Equal(
            "the file: with 2 samples at once, output 0 of sample 1 is NaN; expected NaN, give or take 1: "
            + "its numbers exceed the range of single precision.",
            error.Message);
    }

    private static (Model Model, ExportProof Proof, OnnxModel Graph) Exported(string name)
    {
        var model = Networks.Of(name);
        using var network = new Network(model);
        return (
            model,
            new ExportProof(
                model, new ModuleOriginal(network, network.Architecture.Output), Options.Proof, softmax: false, raw: false),
            OnnxExporter.Convert(model, Options.Onnx));
    }

    // The largest number of an array becomes the next larger one of single precision.
    private static OnnxModel Nudged(OnnxModel model, string name)
    {
        var arrays = model.Graph.Initializers.Select(array => array.Name == name ? Nudged(array) : array);
        return model with { Graph = model.Graph with { Initializers = [.. arrays] } };
    }

    private static NamedArray Nudged(NamedArray array)
    {
        var values = array.Values<float>().ToArray();
        var place = Array.IndexOf(values, values.MaxBy(Math.Abs));
        values[place] = values[place] == 0 ? 1e-6f : MathF.BitIncrement(values[place]);
        return NamedArray.Of<float>(array.Name, array.Sizes, values);
    }
}
