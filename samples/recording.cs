// Records every number of two training steps, and judges the files as if they came from elsewhere.
#:property UsesLibtorch=true
#:project ../src/Verification/Verification.csproj

using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Catalog;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training.Runs;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Replaying;
using TorchBasics.Verification.Running;

NativeRuntime.Load();
var entry = ModelCatalog.Find("xor-mlp");
var run = RunSpecs.Random(entry.Architecture, RunSpecs.RecipeOf(entry), steps: 2, batchSize: 4, seed: 1);

var folder = Directory.CreateTempSubdirectory("recording-").FullName;
var engine = new RecordingEngine(new TorchEngine(Precision.Float32), folder, [run]);
CheckRunner.Run(new CheckPlan([run], [engine], new CheckOptions()), Versions.All());

var recordings = RecordedRun.Find(folder).Select(RecordedRun.Open).ToList();
var report = Replay.Run(recordings, new CheckOptions(), Versions.All());
Console.WriteLine($"{recordings[0].Engine}: {report.Verdict}");
Directory.Delete(folder, recursive: true);
return report.Passed ? 0 : 1;
