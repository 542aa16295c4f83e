using TorchBasics.Cli.Json;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Perceptrons;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics train perceptron: the learning rule, epoch by epoch, with a verdict.</summary>
internal static class PerceptronTraining
{
    public const string ModelName = "perceptron";

    public static int Run(Screen screen, RunRequest request, string? output, bool json, bool quiet)
    {
        var data = DataCatalog.Load(request.Data, request.DataOptions);
        var normalization = data.DefaultNormalization();
        using var perceptron = new Perceptron(checked((int)data.Train.Shape.Elements));
        if (!data.Train.Shape.Equals(perceptron.Architecture.Input))
            throw new TorchBasicsException(
                ErrorKind.Usage, $"The perceptron takes rows of numbers; {data.Train.Name} has samples {data.Train.Shape}.");
        var recipe = request.Options.Recipe;
        var result = PerceptronRule.Train(perceptron, data.Train, normalization, recipe.Epochs, recipe.LearningRate);

        var model = perceptron.ToModel() with
        {
            Normalization = normalization,
            ClassNames = data.Train.ClassNames,
            Columns = data.Train.FeatureNames,
            TrainedOn = data.Train.Name,
            CreatedBy = ProductVersion.Text,
        };
        var folder = result.Outcome == PerceptronOutcome.Converged ? Save(output ?? RunNames.Next(ModelName), model) : null;
        if (json)
            screen.Json(new PerceptronReport(folder, result), JsonForms.Perceptron);
        else
            PerceptronText.Print(screen, data.Train, result, folder, quiet);
        return result.Outcome == PerceptronOutcome.Converged ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static string Save(string path, Model model)
    {
        using var folder = RunFolder.Create(path);
        folder.Write(folder.ModelPath, model);
        return folder.Path;
    }
}
