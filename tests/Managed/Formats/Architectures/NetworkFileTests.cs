using System.Text.Json.Nodes;
using CsCheck;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats.Architectures;
using TorchBasics.Tests.Managed.Repository;

namespace TorchBasics.Tests.Managed.Formats.Architectures;

public sealed class NetworkFileTests : IDisposable
{
    private const string Small = """
        {
          "name": "small",
          "input": [1, 8, 8],
          "initialization": "KaimingUniform",
          "layers": [
            {"kind": "Conv2d", "name": "c", "inputChannels": 1, "outputChannels": 2, "kernel": [3, 3],
             "stride": [1, 1], "padding": [0, 0], "dilation": [1, 1]},
            {"kind": "ReLU"},
            {"kind": "Flatten"},
            {"kind": "Linear", "name": "fc", "inputs": 72, "outputs": 10}
          ]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Models => [.. ModelCatalog.All.Select(entry => entry.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void What_is_written_for_a_person_to_change_is_read_as_the_same_network_and_recipe(string model)
    {
        var entry = ModelCatalog.Find(model);

        var read = Read(NetworkFile.Write(new(entry.Architecture, entry.Recipe)));

        Assert.Equal(ArchitectureJson.Write(entry.Architecture), ArchitectureJson.Write(read.Architecture));
        Assert.Equal(entry.Recipe, read.Recipe);
    }

    [Fact]
    public void Each_layer_has_a_line_of_its_own()
    {
        var text = NetworkFile.Write(new(LeNet5.Architecture, LeNet5.Recipe));

        Assert.Equal(
            LeNet5.Architecture.Layers.Count,
            text.Split('\n').Count(line => line.StartsWith("      {\"kind\": ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_part_of_a_recipe_survives_the_way_to_text_and_back()
    {
        var recipe = new TrainingRecipe
        {
            Data = "mnist",
            Epochs = 3,
            BatchSize = 17,
            LearningRate = 0.25,
            Optimizer = OptimizerKind.AdamW,
            Momentum = 0.75,
            Beta2 = 0.5,
            Epsilon = 1e-3,
            WeightDecay = 1e-4,
            BiasRate = 2,
            RateScaling = RateScaling.SqrtFanIn,
            Schedule = ScheduleKind.MultiStep,
            StepSize = 5,
            Gamma = 0.125,
            Power = 0.625,
            Milestones = [1, 2],
            MilestoneRates = [0.1, 0.01],
            WarmUp = 0.5,
            Loss = LossKind.MeanSquaredError,
            LabelSmoothing = 0.125,
            Deskew = true,
            Augmentation = new()
            {
                Shift = 1,
                Rotation = 2,
                Scale = 0.1,
                Squeeze = 0.2,
                Shear = 0.3,
                Elastic = 4,
                ElasticSigma = 5,
            },
            Pixels = PixelRange.LeCun1998,
        };

        Assert.Equal(recipe, Read(NetworkFile.Write(new(Mlp.Architecture, recipe))).Recipe);
        Assert.All(
            typeof(TrainingRecipe).GetProperties(), property => Assert.NotEqual(
                property.GetValue(Mlp.Recipe with { Augmentation = new() { Shift = 9 } }), property.GetValue(recipe)));
    }

    [Theory]
    [InlineData("AdamW", "OneCycle", "CrossEntropy")]
    [InlineData("adamw", "one-cycle", "cross-entropy")]
    public void Kinds_are_the_words_of_options_or_the_names_that_other_json_has(string optimizer, string schedule, string loss)
    {
        var recipe = Read($$"""
            {"architecture": {{Small}},
             "recipe": {"data": "digits", "epochs": 1, "batchSize": 2, "learningRate": 3, "optimizer": "{{optimizer}}",
              "schedule": "{{schedule}}", "loss": "{{loss}}", "pixels": null} }
            """).Recipe!;

        Assert.Equal(
            (OptimizerKind.AdamW, ScheduleKind.OneCycle, LossKind.CrossEntropy),
            (recipe.Optimizer, recipe.Schedule, recipe.Loss));
    }

    [Fact]
    public void A_description_may_stand_alone_with_comments_and_a_byte_order_mark()
    {
        var text = Small.Replace("{\"kind\": \"ReLU\"},", "{\"kind\": \"ReLU\",}, /* no gradient below 0 */");

        var read = Read("\uFEFF// mine\n" + text);

        Assert.Equal("small", read.Architecture.Name);
        Assert.Null(read.Recipe);
    }

    [Theory]
    [InlineData("\"inputs\": 72", "\"inputs\": 400",
        "line 10, layers[3].inputs: fc (Linear) got input of shape [N, 72]; expected [N, 400]. "
        + "layers[2] (Flatten) gives [N, 72].")]
    [InlineData("\"inputChannels\": 1", "\"inputChannels\": 3",
        "line 6, layers[0].inputChannels: c (Conv2d) got input of shape [N, 1, 8, 8]; expected [N, 3, H, W]. "
        + "The input is [N, 1, 8, 8].")]
    [InlineData("\"kernel\": [3, 3]", "\"kernel\": [9, 9]",
        "line 6, layers[0].inputChannels: c (Conv2d) got input of shape [N, 1, 8, 8]; "
        + "expected a picture that the 9x9 kernel fits into.")]
    [InlineData("\"stride\": [1, 1]", "\"stride\": [0, 1]", "line 7, layers[0].stride: stride is 0x1; expected at least 1x1.")]
    [InlineData("\"stride\": [1, 1]", "\"stride\": [1]", "line 7, layers[0].stride: 'stride' has 1 number; expected two")]
    [InlineData("\"stride\": [1, 1]", "\"stride\": 1", "line 7, layers[0].stride: 'stride' is 1; expected a list in brackets.")]
    [InlineData("\"outputs\": 10", "\"outputs\": \"ten\"",
        "line 10, layers[3].outputs: 'outputs' is \"ten\"; expected a whole number.")]
    [InlineData("\"outputs\": 10", "\"outputs\": 1e99",
        "line 10, layers[3].outputs: 'outputs' is 1e99; expected a whole number.")]
    [InlineData("\"outputs\": 10", "\"output\": 10",
        "line 10, layers[3]: the field 'outputs' is missing. Is 'output' meant for it?")]
    [InlineData("\"kind\": \"ReLU\"", "\"kind\": \"Relu\"",
        "line 8, layers[1].kind: the layer kind 'Relu' is not known. Did you mean 'ReLU'?")]
    [InlineData("\"kind\": \"ReLU\"", "\"kind\": \"ReLU\", \"slope\": 1",
        "line 8, layers[1].slope: there is no field 'slope' here; expected kind.")]
    [InlineData("\"name\": \"fc\"", "\"name\": \"c\"", "line 10, layers[3].name: layers[0] is called 'c', too")]
    [InlineData("\"KaimingUniform\"", "\"Kaiming\"",
        "line 4, initialization: 'initialization' is 'Kaiming'; expected one of Kaiming")]
    [InlineData("[1, 8, 8]", "[1, 0, 8]", "line 3, input: 'input' is no shape of a sample")]
    [InlineData("[1, 8, 8]", "null", "line 3, input: the field 'input' is missing.")]
    [InlineData("\"outputs\": 10", "\"outputs\": 70000",
        "line 10, layers[3]: the last layer gives 70,000 numbers; expected at most 65,536.")]
    [InlineData("{\"kind\": \"ReLU\"},", "{\"kind\": \"ReLU\"}", "line 9, column 5: ")]
    [InlineData("\"name\": \"small\",", "\"name\": \"small\", \"name\": \"s\",",
        "line 2, column 20: the field 'name' stands there twice.")]
    [InlineData("[1, 8, 8],", "[1, 8, 8], \"ünits\": [1, 8}", "line 3, column 37: ")]
    public void What_is_wrong_is_said_with_line_and_field(string right, string wrong, string expected)
    {
        Assert.Contains(right, Small, StringComparison.Ordinal);

        var error = Assert.Throws<TorchBasicsException>(() => Read(Small.Replace(right, wrong)));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains($"net.json {expected}", error.Message, StringComparison.Ordinal);
        Assert.Matches(@"[.?]$", error.Message);
        Assert.DoesNotContain("Parameter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_a_recipe_is_said_with_line_and_field()
    {
        var error = Assert.Throws<TorchBasicsException>(() => Read(
            "{\"recipe\": {\"data\": \"digits\", \"epochs\": 1,\n\"batchSize\": 2, \"learningRate\": 3,\n"
            + "\"schedule\": \"cosin\"},\n"
            + $"\"architecture\": {Small}}}"));

        Assert.Contains("net.json line 3, recipe.schedule: 'schedule' is 'cosin'; expected one of constant,", error.Message);
        Assert.EndsWith("Did you mean 'cosine'?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("3")]
    [InlineData("{\"architecture\": 3}")]
    [InlineData("{\"architecture\": null}")]
    [InlineData("{\"\\ud800\": 3}")]
    public void What_is_no_description_is_refused_in_the_one_way(string text)
    {
        var error = Assert.Throws<TorchBasicsException>(() => Read(text));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("net.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_shows_every_kind_of_layer_as_it_is_read()
    {
        var lines = RepositoryFiles.Read("docs/own-networks.md").Split('\n')
            .Where(line => line.StartsWith("{\"kind\": ", StringComparison.Ordinal)).ToList();

        var layers = lines.ConvertAll(line => LayerJson.Read(new JsonFields(JsonNode.Parse(line)!.AsObject(), isStrict: true)));

        Assert.All(
            lines.Zip(LayerJson.Write(layers)), pair => Assert.True(
                JsonNode.DeepEquals(JsonNode.Parse(pair.First), JsonNode.Parse(pair.Second!.ToJsonString())), pair.First));
        Assert.Empty(LayerJson.Kinds.Except(layers.Select(layer => layer.Kind)));
    }

    [Fact]
    public void A_file_as_large_as_no_description_is_not_read()
    {
        var error = Assert.Throws<MalformedFileException>(() => Read(Small + new string(' ', 1 << 18)));

        Assert.Contains("at most 262144 are read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_damaged_file_is_read_or_refused_in_the_one_way()
    {
        var text = NetworkFile.Write(new(LeNet5Original.Architecture, LeNet5Original.Recipe))[..2500];

        Gen.Select(Gen.Int[0, Small.Length - 1], Gen.Char["09\"{}[],-e \0é\\/"]).Sample((place, letter) =>
        {
            try
            {
                Read(Small[..place] + letter + Small[(place + 1)..]);
            }
            catch (TorchBasicsException error) when (error.Kind == ErrorKind.Data)
            {
            }
        }, iter: 2000, threads: 1);
        Assert.Throws<TorchBasicsException>(() => Read(text));
    }

    [Theory]
    [InlineData(" \n{}", true)]
    [InlineData("// mine\n{}", true)]
    [InlineData("\uFEFF{}", true)]
    [InlineData("PK", false)]
    [InlineData("", false)]
    public void A_file_that_describes_a_network_is_told_by_its_beginning(string text, bool expected)
    {
        File.WriteAllText(_folder.File("net.json"), text);

        Assert.Equal(expected, NetworkFile.IsAt(_folder.File("net.json")));
    }

    private NetworkDescription Read(string text)
    {
        File.WriteAllText(_folder.File("net.json"), text);
        return NetworkFile.Read(_folder.File("net.json"));
    }
}
