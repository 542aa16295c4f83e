// Trains with the processes that a launcher of MPI has started together, or alone: the weights are the same to the last bit.
#:property UsesLibtorch=true
#:project ../src/Training/Training.csproj

using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Catalog;
using TorchBasics.Training.Data;
using TorchBasics.Training.Ranks;
using TorchBasics.Training.Records;
using TorchBasics.Training.Reports;
using TorchBasics.Training.Runs;

NativeRuntime.Load();
using var ranks = RankGroup.Join(RankGroup.UsualLimit); // null where this process is alone

var recipe = ModelCatalog.Find("lenet5").Recipe! with { Epochs = 1 };
var request = RunRequest.Usual("lenet5", recipe) with { DataOptions = new DataOptions { TrainLimit = 6_400, TestLimit = 1_000 } };
var reading = DataReading.Begin(request);
using var run = ranks is null ? TrainingRun.Start(reading, args[0]) : RankedRun.Start(ranks, reading, args[0]);

var record = run.Execute(new MetricsCsv());
if (ranks is null or { Leads: true })
    Console.WriteLine($"processes: {ranks?.Size ?? 1}, sha256 of the weights: {record.WeightHash}");
