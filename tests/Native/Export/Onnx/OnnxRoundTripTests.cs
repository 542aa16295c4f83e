using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Export.Importing;
using TorchBasics.Export.Onnx;
using TorchBasics.Export.Onnx.Import;
using TorchBasics.Formats.Architectures;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.Onnx;
using TorchBasics.Verification.Generating;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>What our exporter writes comes back as it went out.</summary>
public sealed class OnnxRoundTripTests
{
    private static readonly OnnxExportOptions Plain = new();

    public static TheoryData<string> Catalogue => [.. ModelCatalog.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Catalogue))]
    public void Every_network_of_the_catalogue_comes_back_bit_by_bit(string name)
    {
        var architecture = ModelCatalog.Find(name).Architecture;
        var model = Drawn(architecture, seed: 3);

        foreach (var options in (OnnxExportOptions[])[Plain, Plain with { OperatorSet = 18 }])
            ShouldBeEqual(model, Read(OnnxExporter.Convert(model, options)));
    }

    [Fact]
    public void Networks_drawn_at_random_come_back_bit_by_bit()
    {
        var (returned, refused) = (0, 0);
        Gen.ULong.Sample(
            seed =>
            {
                var architecture = new RandomArchitecture(RandomGenerator.ForStream(seed, "architecture", 0)).Draw("random");
                var model = Drawn(architecture, seed);
                if (Export(model) is not { } graph)
                {
                    Interlocked.Increment(ref refused);
                    return;
                }

                ShouldBeEqual(model, Read(graph));
                ShouldBeSameWithoutMetadata(model, Read(graph with { Metadata = new Dictionary<string, string>() }).Model);
                Interlocked.Increment(ref returned);
            },
            iter: 2000);

        Assert.Equal((2000, 0), (returned, refused));
    }

    [Fact]
    public void Normalizations_come_back_with_their_numbers_even_without_metadata()
    {
        var model = Drawn(
            new Architecture(
                "normalized",
                [2, 3, 4],
                new BatchNorm2d("bn1", 2, eps: 0.25, momentum: 0.3),
                new Flatten(),
                new BatchNorm1d("bn2", 24),
                new Linear("fc", 24, 3)),
            seed: 3);

        var graph = OnnxExporter.Convert(model, Plain);
        var back = Read(graph with { Metadata = new Dictionary<string, string>() });

        ShouldBeEqual(model, Read(graph));
        Assert.Equal(
            [new BatchNorm2d("bn1", 2, eps: 0.25, momentum: 0.3), new Flatten(), new BatchNorm1d("bn2", 24, eps: 1e-5f),
                new Linear("fc", 24, 3)],
            back.Model.Architecture.Layers);
    }

    [Fact]
    public void Preprocessing_and_softmax_come_back_as_normalisation_and_layer()
    {
        var model = Drawn(ModelCatalog.Find("lenet5").Architecture, seed: 3);

        var imported = Read(OnnxExporter.Convert(model, new OnnxExportOptions { IncludePreprocessing = true }));

        Assert.Equal(model.Normalization, imported.Model.Normalization);
        Assert.Equal([.. model.Architecture.Layers, new Softmax()], imported.Model.Architecture.Layers);
        Assert.Equal(
            (model.Architecture.Name, model.Architecture.Initialization),
            (imported.Model.Architecture.Name, imported.Model.Architecture.Initialization));
        Assert.Equal(model.ClassNames, imported.Model.ClassNames);
        Assert.Empty(imported.Notes);
    }

    [Fact]
    public void Metadata_restore_what_a_graph_does_not_hold()
    {
        var architecture = new Architecture(
            "dropped", [4], new Linear("fc1", 4, 3), new Dropout(0.25), new Relu(), new Linear("fc2", 3, 2))
        {
            Initialization = Initialization.LeCun1998
        };

        ShouldBeEqual(Drawn(architecture, seed: 5), Read(OnnxExporter.Convert(Drawn(architecture, seed: 5), Plain)));
    }

    [Fact]
    public void Metadata_that_contradict_the_graph_do_not_count()
    {
        var (one, other) = (
            Drawn(new Architecture("one", [4], new Linear("fc", 4, 3)), seed: 5),
            Drawn(new Architecture("other", [4], new Linear("fc", 4, 3), new Relu()), seed: 5));
        var graph = OnnxExporter.Convert(one, Plain) with { Metadata = OnnxExporter.Convert(other, Plain).Metadata };

        var imported = Read(graph);

        Assert.Equal([new Linear("fc", 4, 3)], imported.Model.Architecture.Layers);
        Assert.Equal("The metadata describe another network than the graph holds, other; the graph counts.", imported.Notes[0]);
        Assert.Equal(Normalization.Identity, imported.Model.Normalization);
    }

    [Fact]
    public void Metadata_that_cannot_be_read_do_not_count()
    {
        var graph = OnnxExporter.Convert(Drawn(new Architecture("one", [4], new Linear("fc", 4, 3)), seed: 5), Plain);

        var imported = Read(
            graph with { Metadata = new Dictionary<string, string>(graph.Metadata) { [ModelTexts.Architecture] = "{" } });

        Assert.Equal("model", imported.Model.Architecture.Name); // that of the file
        Assert.StartsWith("The metadata cannot be used, and the graph counts: ", imported.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_that_scales_in_another_way_than_its_metadata_counts()
    {
        var model = Drawn(new Architecture("one", [4], new Linear("fc", 4, 3)), seed: 5);
        var graph = OnnxExporter.Convert(model, new OnnxExportOptions { IncludePreprocessing = true });
        var other = ModelTexts.Write(model with { Normalization = Normalization.Identity });

        var imported = Read(graph with { Metadata = other });

        Assert.Equal(model.Normalization, imported.Model.Normalization);
        Assert.Equal(["The graph scales its input in another way than the metadata say; the graph counts."], imported.Notes);
    }

    private static OnnxModel? Export(Model model)
    {
        try
        {
            return OnnxExporter.Convert(model, Plain);
        }
        catch (TorchBasicsException error) when (error.Kind == ErrorKind.Usage)
        {
            return null;
        }
    }

    // Through the bytes of a file.
    private static ImportedModel Read(OnnxModel model) =>
        OnnxImporter.Convert("model.onnx", OnnxFile.ParseModel("model.onnx", OnnxFile.ToBytes(model)));

    private static Model Drawn(Architecture architecture, ulong seed)
    {
        var normalization = new Normalization([0.5f], [0.25f]);
        var classes = Model.NumberedClasses(architecture).Select(number => $"class {number}").ToList();
        return new Model(architecture, WeightInitializer.Draw(architecture, seed))
        {
            Normalization = normalization,
            ClassNames = classes,
            TrainedOn = "drawn",
            CreatedBy = "tests"
        };
    }

    private static void ShouldBeEqual(Model expected, ImportedModel imported)
    {
        var actual = imported.Model;
        Assert.Empty(imported.Notes);
        Assert.Equal(ArchitectureJson.Write(expected.Architecture), ArchitectureJson.Write(actual.Architecture));
        Assert.Equal(
            (expected.Normalization, expected.TrainedOn, expected.CreatedBy),
            (actual.Normalization, actual.TrainedOn, actual.CreatedBy));
        Assert.Equal(expected.ClassNames, actual.ClassNames);
        ShouldHaveEqualWeights(expected, actual);
    }

    private static void ShouldBeSameWithoutMetadata(Model expected, Model actual)
    {
        Assert.NotNull(TorchBasics.Export.Importing.SameNetwork.Match(expected.Architecture, actual.Architecture));
        ShouldHaveEqualWeights(expected, actual);
    }

    private static void ShouldHaveEqualWeights(Model expected, Model actual)
    {
        Assert.Equal(expected.Weights.Select(array => $"{array}"), actual.Weights.Select(array => $"{array}"));
        foreach (var (array, other) in expected.Weights.Zip(actual.Weights))
            Assert.Equal(array.Bytes.ToArray(), other.Bytes.ToArray());
    }
}
