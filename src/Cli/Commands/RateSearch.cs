using TorchBasics.Bindings.Runtime;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core.Catalog;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;
using TorchSharp;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics train MODEL --find-learning-rate.</summary>
internal static class RateSearch
{
    private const int Steps = 200;

    public static int Run(Screen screen, ModelEntry entry, RunRequest request, bool json)
    {
        var device = Devices.Parse(request.Device);
        Computing.UseThreads(request.Threads);
        var whole = RunSamples.Load(request);
        DataFit.Check(entry, whole.Train);
        var data = whole.HoldBack(request.Options.Check(whole.Train.Count).HoldOut, request.Options.Seed);
        using var network = new Network(entry.Initial(data.Train.Shape, data.Train.ClassNames.Count, request.Options.Seed));
        network.to(device);
        using var samples = new TensorData(data.Train, data.DefaultNormalization(request.Options.Recipe.Pixels), device);
        var sweep = LearningRateFinder.Find(network, samples, request.Options, Steps);
        if (json)
            screen.Json(RateReport.Of(sweep), JsonForms.LearningRate);
        else
            RateTable.Print(screen, entry.Name, sweep);
        return ExitCodes.Success;
    }
}
