using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats;
using TorchBasics.Formats.Architectures;

namespace TorchBasics.Verification.Replaying;

/// <summary>Reads an index and holds it against every rule that can be seen in it alone.</summary>
internal static partial class RecordingIndexFile
{
    private const int LargestBytes = 1 << 26;
    private const int LargestText = 200;
    private const int LargestWindow = 4096; // far above any picture here; a window needs no array as large as itself

    /// <summary>Reads the file.</summary>
    /// <exception cref="MalformedFileException">It breaks a rule.</exception>
    public static (RecordingIndex Index, Architecture Architecture) Read(string path)
    {
        var index = Parse(path, InputFile.ReadAll(path, LargestBytes));
        void Require(bool holds, string reason)
        {
            if (!holds)
                throw new MalformedFileException(path, 0, $"{reason}.");
        }

        Require(
            index.Format == RecordingIndex.FormatName,
            $"the format is '{Shown(index.Format)}'; expected '{RecordingIndex.FormatName}'");
        Require(
            index.Version == RecordingIndex.CurrentVersion,
            $"the version is {index.Version}; this program reads {RecordingIndex.CurrentVersion}");
        Require(IsPlain(index.Engine), "the name of the engine is empty, too long or no plain text");
        Require(Enum.IsDefined(index.Precision), $"the precision {index.Precision} is not known");
        Require(index.Steps.Count > 0, "there are no steps");
        Require(
            index.Steps.All(step => step is { LearningRate: >= 0 and < double.PositiveInfinity }),
            "a learning rate is negative or not finite");
        var files = index.Steps.Select(step => step.File).Append(index.Weights.File).ToList();
        Require(
            files.All(file => FileName().IsMatch(file)), "a file has a name that is no plain file name ending in .safetensors");
        Require(files.Distinct().Count() == files.Count, "two entries name the same file");

        var architecture = ArchitectureJson.Read(path, index.Architecture.GetRawText());
        var labels = LayerLabels.Of(architecture);
        Require(labels.Append(architecture.Name).All(IsPlain), "a name is empty, too long or no plain text");
        Require(labels.Distinct().Count() == labels.Count, "two layers have the same label");
        Require(
            architecture.Layers.All(IsReasonable), $"a window, its padding, stride or dilation is larger than {LargestWindow}");
        RequireRecipe(index.Recipe, architecture, Require);
        return (index, architecture);
    }

    private static void RequireRecipe(
        RecordingIndex.RecordedRecipe recipe, Architecture architecture, Action<bool, string> require)
    {
        require(Enum.IsDefined(recipe.Loss), $"the loss {recipe.Loss} is not known");
        require(Enum.IsDefined(recipe.Optimizer), $"the optimizer {recipe.Optimizer} is not known");
        require(recipe.LabelSmoothing is >= 0 and < 1, "the label smoothing is outside [0, 1)");
        require(recipe.Momentum is >= 0 and < 1, "the momentum is outside [0, 1)");
        require(recipe.WeightDecay is >= 0 and < double.PositiveInfinity, "the weight decay is negative or not finite");
        require(recipe.Beta2 is null or (>= 0 and < 1), "beta2 is outside [0, 1)");
        require(recipe.Epsilon is null or (> 0 and < double.PositiveInfinity), "epsilon is not positive or not finite");
        require(
            recipe.BiasRate is null or (>= 0 and < double.PositiveInfinity),
            "the factor on the rate of biases is negative or not finite");
        require(Enum.IsDefined(recipe.RateScaling), $"the rate scaling {recipe.RateScaling} is not known");
        require(architecture.Output.Count == 1, $"the network returns {architecture.Output}; expected one number for each class");
        require(
            architecture.Output[0] > 1 || recipe.Loss == LossKind.MeanSquaredError,
            "a network with one output has another loss than the squared error");
    }

    private static RecordingIndex Parse(string path, byte[] json)
    {
        if (!Utf8.IsValid(json))
            throw new MalformedFileException(path, 0, "the index is not valid UTF-8.");
        try
        {
            return JsonSerializer.Deserialize(json, RecordingJson.Default.RecordingIndex) is { } index
                && index.Steps.All(step => step is not null)
                ? index
                : throw new MalformedFileException(path, 0, "it holds null.");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new MalformedFileException(path, 0, $"the index cannot be read: {error.Message}", error);
        }
    }

    private static bool IsReasonable(Layer layer) => layer switch
    {
        Conv2d conv => IsReasonable(conv.Window),
        PartialConv2d conv => IsReasonable(conv.Window),
        Subsampling sub => IsReasonable(sub.Window),
        Pool2d pool => IsReasonable(pool.Window),
        ConstantPad2d pad => IsReasonable(pad.Padding),
        _ => layer.Inner.All(IsReasonable),
    };

    private static bool IsReasonable(Window window) =>
        IsReasonable(window.Kernel) && IsReasonable(window.Stride) && IsReasonable(window.Padding)
        && IsReasonable(window.Dilation);

    private static bool IsReasonable(Size2d size) => size is { Height: <= LargestWindow, Width: <= LargestWindow };

    // What is printed on a terminal holds no control characters.
    private static bool IsPlain(string text) => text is { Length: > 0 and <= LargestText } && !text.Any(char.IsControl);

    private static string Shown(string text) => IsPlain(text) ? text : "...";

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,100}\.safetensors\z")]
    private static partial Regex FileName();
}
