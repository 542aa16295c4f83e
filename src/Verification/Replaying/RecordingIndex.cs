using System.Text.Json;
using System.Text.Json.Serialization;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Replaying;

/// <summary>The content of a recording's index.json; docs/recording.md says what each field means.</summary>
internal sealed record RecordingIndex(
    string Format,
    int Version,
    string Engine,
    Precision Precision,
    JsonElement Architecture,
    RecordingIndex.RecordedRecipe Recipe,
    RecordingIndex.RecordedFile Weights,
    IReadOnlyList<RecordingIndex.RecordedStep> Steps)
{
    public const string FileName = "index.json";
    public const string FormatName = "torchbasics-recording";
    public const int CurrentVersion = 1;

    /// <summary>What of a recipe matters to an engine.</summary>
    internal sealed record RecordedRecipe(
        LossKind Loss,
        double LabelSmoothing,
        OptimizerKind Optimizer,
        double Momentum,
        double WeightDecay,
        double? Beta2 = null,
        double? Epsilon = null,
        double? BiasRate = null,
        RateScaling RateScaling = RateScaling.None)
    {
        public static RecordedRecipe Of(TrainingRecipe recipe) => new(
            recipe.Loss,
            recipe.LabelSmoothing,
            recipe.Optimizer,
            recipe.Momentum,
            recipe.WeightDecay,
            recipe.Beta2,
            recipe.Epsilon,
            recipe.BiasRate,
            recipe.RateScaling);

        public TrainingRecipe ToRecipe(double learningRate, int batchSize) => new()
        {
            Data = "recording",
            Epochs = 1,
            BatchSize = batchSize,
            LearningRate = learningRate,
            Loss = Loss,
            LabelSmoothing = LabelSmoothing,
            Optimizer = Optimizer,
            Momentum = Momentum,
            WeightDecay = WeightDecay,
            Beta2 = Beta2,
            Epsilon = Epsilon,
            BiasRate = BiasRate,
            RateScaling = RateScaling,
        };
    }

    /// <summary>A safetensors file and the SHA-256 of its bytes.</summary>
    internal sealed record RecordedFile(string File, string Sha256);

    /// <summary>One step: its learning rate and the file with its arrays.</summary>
    internal sealed record RecordedStep(double LearningRate, string File, string Sha256);
}

/// <summary>How the index becomes JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(RecordingIndex))]
internal sealed partial class RecordingJson : JsonSerializerContext;
