using System.Globalization;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Reports;

/// <summary>The command that asks for the same run again.</summary>
public static class RepeatCommand
{
    private const string Harmless = "-_./:,=+";

    /// <summary>The command for a request; says only what differs from the defaults of the model, and the seed.</summary>
    /// <param name="request">What was asked for.</param>
    /// <returns>One line for a shell.</returns>
    public static string Of(RunRequest request) => string.Join(' ', Words(request).Select(Quote));

    private static List<string> Words(RunRequest request)
    {
        var words = new List<string> { "torchbasics", "train", request.Origin ?? request.Model };
        var options = request.Options;
        var usual = request.Origin is null ? ModelCatalog.Find(request.Model).Recipe : null;
        Add("--data", request.Data, unless: usual?.Data);
        AddData(request, Add);
        AddRecipe(options.Recipe, usual, Add);
        Add("--seed", options.Seed);
        Add("--clip-norm", options.ClipNorm);
        Add("--hold-out", options.HoldOut, unless: 0);
        Add("--patience", options.Patience);
        Add("--checkpoint-every", options.CheckpointEvery);
        Add("--device", request.Device, unless: "auto");
        Add("--threads", request.Threads);
        return words;

        void Add(string option, object? value, object? unless = null)
        {
            if (value is not null && !value.Equals(unless))
                words.AddRange([option, Text(value)]);
        }
    }

    private static void AddData(RunRequest request, Action<string, object?, object?> add)
    {
        var (options, usual) = (request.DataOptions, new Data.DataOptions());
        add("--label-column", options.LabelColumn, usual.LabelColumn);
        add("--train-limit", options.TrainLimit, usual.TrainLimit);
        add("--test-limit", options.TestLimit, usual.TestLimit);
    }

    private static void AddRecipe(TrainingRecipe recipe, TrainingRecipe? usual, Action<string, object?, object?> add)
    {
        add("--epochs", recipe.Epochs, usual?.Epochs);
        add("--batch-size", recipe.BatchSize, usual?.BatchSize);
        add("--learning-rate", recipe.LearningRate, usual?.LearningRate);
        add("--optimizer", recipe.Optimizer, usual?.Optimizer);
        add("--momentum", recipe.Momentum, usual?.Momentum);
        add("--weight-decay", recipe.WeightDecay, usual?.WeightDecay);
        add("--schedule", recipe.Schedule, usual?.Schedule);
        add("--loss", recipe.Loss, usual?.Loss);
        add("--label-smoothing", recipe.LabelSmoothing, usual?.LabelSmoothing);
        add("--shift", recipe.Augmentation.Shift, usual?.Augmentation.Shift);
        add("--rotation", recipe.Augmentation.Rotation, usual?.Augmentation.Rotation);
        add("--scale", recipe.Augmentation.Scale, usual?.Augmentation.Scale);
        add("--shear", recipe.Augmentation.Shear, usual?.Augmentation.Shear);
        add("--elastic", recipe.Augmentation.Elastic, usual?.Augmentation.Elastic);
    }

    private static string Text(object value) => value switch
    {
        Enum kind => Word(kind),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The word that an option takes for an optimizer, a schedule or a loss.</summary>
    internal static string Word(Enum kind) => kind switch
    {
        ScheduleKind.OneCycle => "one-cycle",
        LossKind.CrossEntropy => "cross-entropy",
        LossKind.MeanSquaredError => "mse",
        _ => kind.ToString().ToLowerInvariant(),
    };

    // Single quotes are the one form in which a shell of Unix changes nothing.
    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Harmless.Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
