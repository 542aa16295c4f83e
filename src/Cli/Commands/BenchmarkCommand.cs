using System.CommandLine;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Cli.Benchmarking;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats.Architectures;
using TorchBasics.OnnxRuntime;
using TorchBasics.Training.Runs;
using static TorchSharp.torch;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics benchmark [MODEL]: how fast the engines are on this machine.</summary>
internal static class BenchmarkCommand
{
    private const string Usual = "lenet5";
    private const double UsualSeconds = 1.4;
    private const double MostSeconds = 3600;

    public static Command Create(Screen screen)
    {
        var model = new Argument<string?>("MODEL")
        {
            HelpName = "MODEL",
            Description = $"The network: a model, file or folder of a run, or JSON file that describes one (default: {Usual})",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var seconds = TypedOption.RealNumber(
            "--seconds",
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"How long each engine is timed at each task (default: {UsualSeconds}, some 20 s in all)"));
        var threads = TypedOption.WholeNumber(
            "--threads", "The most threads that are used (default: as many as the machine has cores)");
        var json = GlobalOptions.Json("machine and figures");
        var command = new Command(
            "benchmark", "Time training and answers on this machine: our kernels, libtorch and ONNX Runtime, each checked first")
        {
            model, seconds, threads, json,
        };
        command.SetAction(parsed => Run(
            screen, parsed, parsed.GetValue(model) ?? Usual, parsed.GetValue(seconds) ?? UsualSeconds, parsed.GetValue(threads),
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(Screen screen, ParseResult parsed, string name, double seconds, int? threads, bool json)
    {
        if (!(seconds is > 0 and <= MostSeconds))
            throw new TorchBasicsException(ErrorKind.Usage, FormattableString.Invariant(
                $"--seconds is {seconds}; expected a number above 0, at most {MostSeconds}."));
        Computing.CheckThreads(threads);
        RankStart.RefuseSeveral("benchmark measures one process");
        var (network, recipe) = Find(name);
        var runtime = NativeStart.Load(screen, parsed);
        var settings = new BenchmarkSettings(seconds, threads ?? get_num_threads());
        return Interruption.Guard(screen, "nothing was measured to its end.", cancellation =>
        {
            using var contest = new Contest(network, recipe, settings, FurtherTraining.CheckTrainable, cancellation);
            var contenders = contest.Contenders;
            IReadOnlyList<IReadOnlyList<double>> Measure(IProgress<long>? progress) => InterleavedTimes.Measure(
                contenders, settings, done => progress?.Report(done), cancellation);
            var times = json ? Measure(null)
                : ProgressBar.Show(screen, "turns", (long)contenders.Count * BenchmarkSettings.Rounds, Measure);
            BenchmarkReport report = new(
                network.Architecture.Name, network.Architecture.ParameterCount, network.Architecture.MultiplyAdds,
                MachineOf(runtime, settings, contenders), seconds, BenchmarkSettings.Rounds, contest.Agreed, contest.Untimed,
                [.. contenders.Select((contender, at) => contender.Row(times[at], times[First(contender.Task)]))]);
            int First(BenchmarkTask task) => contenders.Select(contender => contender.Task).ToList().IndexOf(task);
            if (json)
                screen.Json(report, JsonForms.Benchmark);
            else
                BenchmarkText.Print(screen, report);
            if (report.Untimed.FirstOrDefault(engine => engine.Disagrees) is not { } wrong)
                return ExitCodes.Success;
            screen.Error($"{wrong.Engine} was not timed. {wrong.Reason}", ExitCodes.Failed);
            return ExitCodes.Failed;
        });
    }

    // A model of the catalogue needs no run: its initial weights take as long as trained ones.
    private static (Model Model, TrainingRecipe Recipe) Find(string name)
    {
        if (NetworkFile.IsAt(name))
        {
            var own = OwnNetwork.Read(name);
            return (own.Entry.Initial(BenchmarkSettings.Seed), own.Recipe);
        }

        var model = ModelLookup.EntryOf(name) is { } entry ? entry.Initial(BenchmarkSettings.Seed) : ModelLookup.Find(name).Model;
        var recipe = ModelLookup.EntryOf(model.Architecture.Name)?.Recipe ?? Mlp.Recipe;
        var loss = UsualLoss.Of(model.Architecture);
        return (model, recipe with { Loss = loss, LabelSmoothing = loss == LossKind.CrossEntropy ? recipe.LabelSmoothing : 0 });
    }

    private static BenchmarkMachine MachineOf(
        NativeRuntimeInfo runtime, BenchmarkSettings settings, IReadOnlyList<Contender> contenders)
    {
        var versions = new SortedDictionary<string, string>(Versions.All().ToDictionary());
        if (contenders.Any(contender => contender.Engine == "ONNX Runtime"))
            versions["onnxruntime"] = OnnxRuntimeModel.Version;
        return new(
            runtime.Host.Processor, runtime.Processors, settings.Threads, runtime.DotNetVectorBits, runtime.Kernels,
            runtime.CpuCapability, runtime.Proof.OneDnn, runtime.OneDnn, runtime.System, versions);
    }
}
