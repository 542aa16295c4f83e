using System.CommandLine;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Metrics;
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
            Description = "Folder of a run, file of any format that 'import' reads, or name of a model: of its newest run under runs, or of one with fixed weights",
        };
        var data = TypedOption.Text("--data", "Name, folder or .csv file whose test set is used (default: what the model was trained on)", "DATA");
        var label = TypedOption.Text("--label-column", "Name of the label column of a .csv file (default: the last column)", "NAME");
        var limit = TypedOption.WholeNumber("--test-limit", "Use only the first N test samples (default: all)");
        var device = GlobalOptions.Device();
        var threads = GlobalOptions.Threads();
        var kernels = GlobalOptions.Kernels();
        var json = GlobalOptions.Json("the figures");
        var command = new Command("evaluate", "Measure a trained network: loss, accuracy, precision, recall, F1, confusion matrix")
        {
            model, data, label, limit, device, threads, kernels, json,
        };
        command.SetAction(parsed =>
        {
            NativeStart.Load(screen, parsed);
            Computing.UseThreads(parsed.GetValue(threads));
            using var subject = EvaluationSubject.Find(parsed.GetRequiredValue(model));
            foreach (var note in subject.Notes)
                screen.Note(note);
            var source = parsed.GetValue(data);
            // One training sample, because none is used: the drawn digits would take seconds.
            var options = (source is null ? subject.DataOptions : new DataOptions()) with { TrainLimit = 1, TestLimit = parsed.GetValue(limit) };
            var split = DataCatalog.Load(
                source ?? DataOf(subject),
                parsed.GetValue(label) is { } column ? options with { LabelColumn = column } : options,
                subject.ClassNames);
            return Run(screen, subject, split, parsed.GetRequiredValue(device), parsed.GetValue(kernels) ?? KernelChoice.Auto, parsed.GetValue(json));
        });
        return command;
    }

    private static string DataOf(EvaluationSubject subject) => subject.Data is ModelInfo.Unknown or ModelInfo.Untrained
        ? throw new TorchBasicsException(ErrorKind.Usage, $"{subject.Name} does not say what it was trained on; --data names a data set.")
        : subject.Data;

    private static int Run(Screen screen, EvaluationSubject subject, DataSplit split, string device, KernelChoice kernels, bool json)
    {
        CheckFits(subject, split.Test);
        var place = Devices.Parse(device);
        subject.Network.to(place);
        using var samples = new TensorData(split.Test, subject.Normalization, place);
        var loss = LossOf(subject);
        var evaluation = Evaluator.Evaluate(subject.Network, samples, loss, kernels: kernels);
        if (!double.IsFinite(evaluation.Loss))
            throw new TorchBasicsException(ErrorKind.Failed, $"The loss of {subject.Name} is not a number: its numbers exceed the range of single precision on these samples.");
        var report = EvaluationReport.Of(subject.Name, split, evaluation, hasLoss: loss is not null);
        if (json)
            screen.Json(report, CliJson.Default.EvaluationReport);
        else
            EvaluationTables.Print(screen, report);
        return ExitCodes.Success;
    }

    private static void CheckFits(EvaluationSubject subject, SampleSet test)
    {
        var architecture = subject.Network.Architecture;
        if (architecture.Output.Count != 1)
            throw new TorchBasicsException(ErrorKind.Data, $"{subject.Name} cannot be evaluated: its results have the shape {architecture.Output}; expected [N, classes].");
        var classes = subject.ClassNames?.Count ?? test.ClassNames.Count;
        if (!architecture.Input.Equals(test.Shape) || classes != test.ClassNames.Count)
        {
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{subject.Name} takes samples {architecture.Input} of {classes} classes; {test.Name} has samples {test.Shape} of {test.ClassNames.Count}. --data names another data set.");
        }

        FeatureColumns.Check(subject.Name, subject.Columns, test);
    }

    // A step neuron answers 0 or 1; there is no loss to speak of.
    private static Loss? LossOf(EvaluationSubject subject)
    {
        var architecture = subject.Network.Architecture;
        return architecture.Output[0] == 1 ? null : Loss.Create(subject.Loss, labelSmoothing: 0, architecture.Output[0]);
    }
}
