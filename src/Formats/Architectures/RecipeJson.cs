using System.Text.Json.Nodes;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Formats.Architectures;

/// <summary>
/// A recipe as a JSON object. Kinds are the words that options take; the names that they have in the program are read, too.
/// Only data, epochs, batch size and learning rate must be said.
/// </summary>
internal static class RecipeJson
{
    private static readonly TrainingRecipe Usual = new() { Data = "", Epochs = 0, BatchSize = 0, LearningRate = 0 };

    private static readonly IReadOnlyList<Field> Fields =
    [
        new("optimizer", x => RecipeWords.Of(x.Optimizer),
            (x, from, name) => x with { Optimizer = from.Word(name, RecipeWords.Optimizers) }),
        new("momentum", x => x.Momentum, (x, from, name) => x with { Momentum = from.Number(name) }),
        new("schedule", x => RecipeWords.Of(x.Schedule),
            (x, from, name) => x with { Schedule = from.Word(name, RecipeWords.Schedules) }),
        new("loss", x => RecipeWords.Of(x.Loss), (x, from, name) => x with { Loss = from.Word(name, RecipeWords.Losses) }),
        new("beta2", x => x.Beta2, (x, from, name) => x with { Beta2 = from.Number(name) }),
        new("epsilon", x => x.Epsilon, (x, from, name) => x with { Epsilon = from.Number(name) }),
        new("weightDecay", x => x.WeightDecay, (x, from, name) => x with { WeightDecay = from.Number(name) }),
        new("biasRate", x => x.BiasRate, (x, from, name) => x with { BiasRate = from.Number(name) }),
        new("rateScaling", x => RecipeWords.Of(x.RateScaling),
            (x, from, name) => x with { RateScaling = from.Word(name, RecipeWords.RateScalings) }),
        new("stepSize", x => x.StepSize, (x, from, name) => x with { StepSize = from.Integer(name) }),
        new("gamma", x => x.Gamma, (x, from, name) => x with { Gamma = from.Number(name) }),
        new("power", x => x.Power, (x, from, name) => x with { Power = from.Number(name) }),
        new("milestones", x => x.Milestones is { } list ? new JsonArray([.. list.Select(each => (JsonNode)each)]) : null,
            (x, from, name) => x with { Milestones = from.Integers(name) }),
        new("milestoneRates", x => x.MilestoneRates is { } list ? new JsonArray([.. list.Select(each => (JsonNode)each)]) : null,
            (x, from, name) => x with { MilestoneRates = from.Numbers(name) }),
        new("warmUp", x => x.WarmUp, (x, from, name) => x with { WarmUp = from.Number(name) }),
        new("labelSmoothing", x => x.LabelSmoothing, (x, from, name) => x with { LabelSmoothing = from.Number(name) }),
        new("deskew", x => x.Deskew, (x, from, name) => x with { Deskew = from.Flag(name) }),
        new("augmentation", x => Write(x.Augmentation),
            (x, from, name) => x with { Augmentation = from.Object(name).Make(ReadAugmentation) }),
        new("pixels",
            x => x.Pixels is { } range
                ? new JsonObject { ["background"] = range.Background, ["foreground"] = range.Foreground }
                : null,
            (x, from, name) => x with { Pixels = from.Object(name).Make(ReadPixels) }),
    ];

    private static readonly HashSet<string> Always = ["optimizer", "momentum", "schedule", "loss"];

    /// <summary>Writes what is usual only where a person is likely to change it.</summary>
    public static JsonObject Write(TrainingRecipe recipe)
    {
        var json = new JsonObject
        {
            ["data"] = recipe.Data,
            ["epochs"] = recipe.Epochs,
            ["batchSize"] = recipe.BatchSize,
            ["learningRate"] = recipe.LearningRate,
        };
        foreach (var field in Fields)
            if (field.Get(recipe) is { } value && (Always.Contains(field.Name) || !JsonNode.DeepEquals(value, field.Get(Usual))))
                json[field.Name] = value;
        return json;
    }

    /// <summary>Reads a recipe. What is out of its range is refused where the recipe is used.</summary>
    /// <exception cref="FieldException">A field is missing, of another type, or no word that is known.</exception>
    public static TrainingRecipe Read(JsonFields from)
    {
        var recipe = new TrainingRecipe
        {
            Data = from.Text("data"),
            Epochs = from.Integer("epochs"),
            BatchSize = from.Integer("batchSize"),
            LearningRate = from.Number("learningRate"),
        };
        return Fields.Aggregate(recipe, (read, field) => from.Says(field.Name) ? field.Set(read, from, field.Name) : read);
    }

    private static JsonObject Write(Augmentation far) => new()
    {
        ["shift"] = far.Shift,
        ["rotation"] = far.Rotation,
        ["scale"] = far.Scale,
        ["squeeze"] = far.Squeeze,
        ["shear"] = far.Shear,
        ["elastic"] = far.Elastic,
        ["elasticSigma"] = far.ElasticSigma,
    };

    private static Augmentation ReadAugmentation(JsonFields from)
    {
        var none = new Augmentation();
        _ = from.Has("isNone"); // what other JSON of ours says beside the numbers that it follows from
        return new()
        {
            Shift = Number("shift", none.Shift),
            Rotation = Number("rotation", none.Rotation),
            Scale = Number("scale", none.Scale),
            Squeeze = Number("squeeze", none.Squeeze),
            Shear = Number("shear", none.Shear),
            Elastic = Number("elastic", none.Elastic),
            ElasticSigma = Number("elasticSigma", none.ElasticSigma),
        };

        double Number(string name, double otherwise) => from.Has(name) ? from.Number(name) : otherwise;
    }

    private static PixelRange ReadPixels(JsonFields from) =>
        new((float)from.Number("background"), (float)from.Number("foreground"));

    private sealed record Field(
        string Name, Func<TrainingRecipe, JsonNode?> Get, Func<TrainingRecipe, JsonFields, string, TrainingRecipe> Set);
}
