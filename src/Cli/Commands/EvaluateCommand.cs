using System.CommandLine;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Records;
using TorchSharp;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics evaluate: how well a network does on a test set.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Screen screen)
    {
        var model = new Argument<string>("MODEL")
        {
            HelpName = "MODEL",
            Description = "Folder of a run, file of any format that 'import' reads, or name of a model: "
                + "of its newest run under runs, or of one with fixed weights",
        };
        var data = TypedOption.Text(
            "--data", "Name, folder or .csv file whose test set is used (default: what the model was trained on); "
                + "pictures in a folder are prepared as those were that the model was trained on", "DATA");
        var label = TypedOption.Text(
            "--label-column", "Name of the label column of a .csv file (default: the last column)", "NAME");
        var limit = TypedOption.WholeNumber("--test-limit", "Use only the first N test samples (default: all)");
        var device = TypedOption.Of(RunOptions.Device);
        var threads = TypedOption.Of(RunOptions.Threads);
        var kernels = TypedOption.Of(RunOptions.Kernels);
        var json = GlobalOptions.Json("the figures");
        var command = new Command(
            "evaluate", "Measure a trained network: loss, accuracy, precision, recall, F1, confusion matrix; "
                + "of a regression loss, RMSE and R2")
        {
            model, data, label, limit, device, threads, kernels, json,
        };
        command.SetAction(parsed =>
        {
            NativeStart.Load(screen, parsed);
            Computing.UseThreads(parsed.GetValue(threads));
            var plan = EvaluationPlan.Find(parsed.GetRequiredValue(model));
            foreach (var note in plan.Notes)
                screen.Note(note);
            var source = parsed.GetValue(data);
            // One training sample, because none is used: the drawn digits would take seconds.
            var options = (source is null ? plan.DataOptions : new DataOptions()).For(plan.Model) with
            {
                TrainLimit = 1,
                TestLimit = parsed.GetValue(limit)
            };
            var split = DataCatalog.Load(
                source ?? DataOf(plan),
                parsed.GetValue(label) is { } column ? options with { LabelColumn = column } : options,
                plan.ClassNames);
            return Run(
                screen,
                plan,
                plan.Model.IsDeskewed ? split.Deskew() : split,
                parsed.GetRequiredValue(device)!,
                parsed.GetValue(kernels) ?? KernelChoice.Auto,
                parsed.GetValue(json));
        });
        return command;
    }

    private static string DataOf(EvaluationPlan plan) => plan.Data is Model.Unknown or Model.Untrained
        ? throw new TorchBasicsException(
            ErrorKind.Usage, $"{plan.Name} does not say what it was trained on; --data names a data set.")
        : plan.Data;

    private static int Run(Screen screen, EvaluationPlan plan, DataSplit split, string device, KernelChoice kernels, bool json)
    {
        CheckFits(plan, split.Test);
        var place = Devices.Parse(device);
        using var network = new Network(plan.Model);
        network.to(place);
        using var samples = new TensorData(split.Test, plan.Model.Normalization, place, plan.Model.Targets);
        var loss = LossOf(plan);
        var evaluation = Evaluator.Evaluate(network, samples, loss, kernels: kernels);
        if (!double.IsFinite(evaluation.Loss))
            throw new TorchBasicsException(
                ErrorKind.Failed,
                $"The loss of {plan.Name} is not a number: its numbers exceed the range of single precision on these samples.");
        if (evaluation.Regression is { } regression)
            return Show(screen, RegressionReport.Of(plan.Name, split.Test.Name, evaluation.Loss, regression), json);
        var report = EvaluationReport.Of(plan.Name, split, evaluation, hasLoss: loss is not null);
        if (json)
            screen.Json(report, JsonForms.Evaluate);
        else
            EvaluationTables.Print(screen, report);
        return ExitCodes.Success;
    }

    private static int Show(Screen screen, RegressionReport report, bool json)
    {
        if (json)
            screen.Json(report, JsonForms.Regression);
        else
            EvaluationTables.Print(screen, report);
        return ExitCodes.Success;
    }

    private static void CheckFits(EvaluationPlan plan, SampleSet test)
    {
        var architecture = plan.Model.Architecture;
        if (architecture.Output.Count != 1)
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"{plan.Name} cannot be evaluated: its results have the shape {architecture.Output}; expected [N, classes].");
        if ((plan.Model.Targets is null) != (test.Targets is null))
            throw new TorchBasicsException(
                ErrorKind.Usage,
                plan.Model.Targets is null
                    ? $"{plan.Name} tells classes apart; {test.Name} has quantities. --data names another data set."
                    : $"{plan.Name} answers with quantities ({string.Join(", ", plan.Model.Targets.Names)}); "
                        + $"{test.Name} has classes. --data names another data set.");
        var classes = plan.Model.Targets?.Names.Count ?? plan.ClassNames?.Count ?? test.ClassNames.Count;
        if (!architecture.Input.Equals(test.Shape) || classes != test.ClassNames.Count)
        {
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{plan.Name} takes samples {architecture.Input} of {classes} classes; "
                + $"{test.Name} has samples {test.Shape} of {test.ClassNames.Count}. --data names another data set.");
        }

        FeatureColumns.Check(plan.Name, plan.Model.Columns, test);
    }

    // A step neuron answers 0 or 1; there is no loss to speak of. A committee gives probabilities, and no logits.
    private static Loss? LossOf(EvaluationPlan plan)
    {
        var architecture = plan.Model.Architecture;
        if (architecture.Output[0] == 1 && plan.Model.Targets is null)
            return null;
        return plan.Loss == LossKind.CrossEntropy && architecture.GivesProbabilities
            ? new NegativeLogLikelihoodLoss(architecture.Output[0])
            : Loss.Create(plan.Loss, labelSmoothing: 0, architecture.Output[0]);
    }
}
