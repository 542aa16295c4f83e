using System.CommandLine;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats.Architectures;
using TorchBasics.Training.Ranks;
using TorchBasics.Training.Records;
using TorchBasics.Training.Reports;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics train MODEL: learns, and writes a folder with all that came out.</summary>
internal sealed class TrainCommand
{
    private readonly Screen _screen;
    private readonly TrainOptions _options = new();
    private List<TrainingReport>? _members; // of a committee; null for a single run
    private readonly Argument<string?> _model = new("MODEL")
    {
        HelpName = "MODEL",
        Description = "Model to train (torchbasics models lists them); "
            + "or file of any format that 'import' reads, or folder of a run, whose network is trained further",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private TrainCommand(Screen screen) => _screen = screen;

    public static Command Create(Screen screen)
    {
        var train = new TrainCommand(screen);
        train._model.CompletionSources.Add(
            [.. ModelCatalog.All.Where(entry => entry.Recipe is not null).Select(entry => entry.Name)]);
        var command = new Command("train", "Train a model; Ctrl-C saves and stops, --resume continues") { train._model };
        foreach (var option in train._options.All)
            command.Add(option);
        command.SetAction(train.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        _screen.TakesNotes = RankStart.Leads;
        if (parsed.GetValue(_options.JsonLines))
            RefuseWithLines(parsed);
        if (parsed.GetValue(_options.Resume) is { } folder)
        {
            Refuse(parsed, _options.WithResume, "does not go with --resume, which continues a run as it was started");
            if (parsed.GetValue(_model) is { } named)
                throw new TorchBasicsException(
                    ErrorKind.Usage, $"The model '{named}' does not go with --resume: the folder knows its model.");
            LoadLibtorch(parsed);
            if (CommitteeFolder.IsAt(folder))
                return Finish(parsed, CommitteeFolder.Open(folder));
            return Execute(parsed, (ranks, cancellation) => ranks is null
                ? TrainingRun.Resume(folder, Skipped, stored => _options.Request(parsed, stored), cancellation)
                : RankedRun.Resume(ranks, folder, Skipped, stored => _options.Request(parsed, stored), cancellation));
        }

        if (parsed.GetValue(_options.Architecture) is { } description)
            return TrainOwn(parsed, description);
        var name = parsed.GetValue(_model)
            ?? throw new TorchBasicsException(
                ErrorKind.Usage,
                "train needs a model, such as 'train lenet5'. 'torchbasics models' lists them; --resume DIR continues a run.");
        if (NetworkFile.IsAt(name))
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{name} describes a network and holds no weights; 'train --architecture {name}' trains it from random ones.");
        if (ModelLookup.IsPath(name))
            return TrainFurther(parsed, name);
        var entry = ModelCatalog.Find(name);
        var recipe = entry.Recipe ?? throw new TorchBasicsException(
            ErrorKind.Usage,
            $"The weights of {entry.Name} are fixed by thought; there is nothing to train. "
            + $"'{ProgramName.ToType} evaluate {entry.Name}' shows that they are right.");
        return entry.Name == PerceptronTraining.ModelName ? TrainPerceptron(parsed, recipe) : Train(parsed, entry, recipe);
    }

    private void RefuseWithLines(ParseResult parsed)
    {
        if (_options.Typed(parsed).FirstOrDefault(option => option == _options.Json || option == _options.FindLearningRate)
            is { Name: var name })
            throw new TorchBasicsException(ErrorKind.Usage, $"--json-lines and {name} do not go together.");
    }

    private int TrainOwn(ParseResult parsed, string description)
    {
        if (parsed.GetValue(_model) is { } named)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"The model '{named}' does not go with --architecture: the file describes the network.");
        if (parsed.GetValue(_options.Members) is not null)
            throw new TorchBasicsException(
                ErrorKind.Usage, "--members goes with a model of the catalogue. Train the network several times, each time with "
                    + $"another --seed; '{ProgramName.ToType} combine' makes a committee of the runs.");
        var own = OwnNetwork.ToTrain(
            description, _options.Value(parsed, RunOptions.Data), _options.Value(parsed, RunOptions.Loss));
        foreach (var note in own.Notes)
            _screen.Note(note);
        return Train(parsed, own.Entry, own.Recipe, own);
    }

    private int Train(ParseResult parsed, ModelEntry entry, TrainingRecipe recipe, OwnNetwork? own = null)
    {
        if (own is null && _options.Value(parsed, RunOptions.Targets) is not null)
            recipe = RegressionRecipe.Usual(recipe);
        var usual = RunRequest.Usual(entry.Name, recipe) with { Architecture = own?.File };
        var request = Request(parsed, usual);
        request.Options.Check(int.MaxValue);    // what is wrong whatever the data are, before anything is loaded or written
        UsualLoss.Require(entry.Architecture, request.Options.Recipe.Loss);
        if (parsed.GetValue(_options.Members) is { } members)
            return TrainCommittee(parsed, entry, recipe, new CommitteeRequest(members, request));
        if (RankStart.Leads && !IsSilent(parsed))
            own?.Print(_screen);
        if (parsed.GetValue(_options.FindLearningRate))
        {
            RankStart.RefuseSeveral("--find-learning-rate is for one process alone");
            LoadLibtorch(parsed);
            return RateSearch.Run(_screen, entry, request, parsed.GetValue(_options.Json));
        }

        var reading = LoadLibtorch(parsed, () => DataReading.Begin(request, own?.Entry));
        AdviseOnRate(parsed, recipe, request.Options.Recipe);
        AdviseOnUnused(parsed, request.Options.Recipe);
        var folder = parsed.GetValue(_options.Output) ?? RunNames.Next(entry.Name);
        return Execute(parsed, (ranks, cancellation) => ranks is null
            ? TrainingRun.Start(reading, folder, cancellation)
            : RankedRun.Start(ranks, reading, folder, cancellation));
    }

    private int TrainFurther(ParseResult parsed, string origin)
    {
        if (_options.Typed(parsed).FirstOrDefault(option => option == _options.FindLearningRate || option == _options.Members)
            is { Name: var name })
            throw new TorchBasicsException(ErrorKind.Usage, $"{name} goes with a model of the catalogue.");
        var further = FurtherTraining.Of(
            origin, _options.Value(parsed, RunOptions.Data), _options.Value(parsed, RunOptions.Loss));
        foreach (var note in further.Notes)
            _screen.Note(note);
        var usual = RunRequest.Usual(further.Model.Architecture.Name, further.Recipe) with
        {
            Origin = origin,
            DataOptions = further.DataOptions
        };
        var request = Request(parsed, usual);
        request.Options.Check(int.MaxValue);
        UsualLoss.Require(further.Model.Architecture, request.Options.Recipe.Loss);
        LoadLibtorch(parsed);
        AdviseOnRate(parsed, further.Recipe, request.Options.Recipe);
        AdviseOnUnused(parsed, request.Options.Recipe);
        var folder = parsed.GetValue(_options.Output) ?? RunNames.Next(request.Model);
        return Execute(parsed, (ranks, cancellation) => ranks is null
            ? TrainingRun.Start(request, folder, further.Model, cancellation)
            : RankedRun.Start(ranks, request, folder, further.Model, cancellation));
    }

    private RunRequest Request(ParseResult parsed, RunRequest before) => RegressionRecipe.For(
        _options.Request(parsed, before),
        _options.Value(parsed, RunOptions.Loss),
        _options.Value(parsed, RunOptions.LabelSmoothing));

    private int TrainPerceptron(ParseResult parsed, TrainingRecipe recipe)
    {
        Refuse(
            parsed, _options.WithPerceptron, "does not go with the perceptron, which learns by its own rule, sample by sample");
        RankStart.RefuseSeveral("The perceptron learns by its own rule, sample by sample, which cannot be divided");
        LoadLibtorch(parsed);
        var request = _options.Request(parsed, RunRequest.Usual(PerceptronTraining.ModelName, recipe));
        return PerceptronTraining.Run(
            _screen, request, parsed.GetValue(_options.Output), parsed.GetValue(_options.Json), parsed.GetValue(_options.Quiet));
    }

    private int TrainCommittee(ParseResult parsed, ModelEntry entry, TrainingRecipe recipe, CommitteeRequest request)
    {
        if (parsed.GetValue(_options.FindLearningRate))
            throw new TorchBasicsException(ErrorKind.Usage, "--find-learning-rate is for one network, without --members.");
        request.Check();
        if (request.First.DataOptions.Targets is not null)
            throw new TorchBasicsException(
                ErrorKind.Usage, "--members makes a committee of networks that tell classes apart; --targets learns quantities.");
        // what makes no committee is refused before anything is trained
        var (first, second) = (entry.Initial(seed: 1), entry.Initial(seed: 2));
        Committee.Combine([(entry.Name, first), (entry.Name, second)], CommitteeFolder.MeanOf(request.First.Options.Recipe.Loss));
        LoadLibtorch(parsed);
        AdviseOnRate(parsed, recipe, request.First.Options.Recipe);
        var folder = parsed.GetValue(_options.Output) ?? RunNames.Next($"{entry.Name}-committee");
        return Finish(parsed, CommitteeFolder.Create(folder, request));
    }

    // Trains the members that are not finished, the first of them from where it stands.
    private int Finish(ParseResult parsed, CommitteeFolder committee)
    {
        RankStart.RefuseSeveral("--members trains one network after the other in one process");
        using var interruption = new Interruption();
        _members = [];
        for (var place = 0; place < committee.Request.Members; place++)
        {
            var (folder, request) = (committee.FolderOf(place), committee.Request.Of(place));
            if (committee.IsFinished(place))
            {
                if (ModelPlace.At(folder).Record is { } record)
                    _members.Add(new TrainingReport(folder, record));
                continue;
            }

            Announce(parsed, place, committee.Request.Members);
            var code = Execute(parsed, interruption, (_, cancellation) => committee.HasBegun(place)
                ? TrainingRun.Resume(folder, Skipped, stored => _options.Request(parsed, stored), cancellation)
                : TrainingRun.Start(request, folder, cancellation));
            if (code != ExitCodes.Success || interruption.Token.IsCancellationRequested)
                return Stop(parsed, committee, code == ExitCodes.Success ? interruption.ExitCode : code);
        }

        var model = committee.Combine();
        if (parsed.GetValue(_options.Json))
            Print(committee, WeightHash.Of(model.Weights));
        else if (!parsed.GetValue(_options.JsonLines))
            TrainingSummary.Print(_screen, committee, model);
        return ExitCodes.Success;
    }

    private bool IsSilent(ParseResult parsed) =>
        parsed.GetValue(_options.Json) || parsed.GetValue(_options.JsonLines) || parsed.GetValue(_options.Quiet);

    private void Announce(ParseResult parsed, int place, int members)
    {
        if (IsSilent(parsed))
            return;
        if (place > 0)
            _screen.Line();
        _screen.Line($"member      {place + 1} of {members}");
    }

    private int Stop(ParseResult parsed, CommitteeFolder committee, int code)
    {
        if (parsed.GetValue(_options.Json))
            Print(committee, hash: null);
        else if (!parsed.GetValue(_options.JsonLines))
            _screen.Line($"committee   {ProgramName.ToType} train --resume {committee.Path}");
        return code;
    }

    private void Print(CommitteeFolder committee, string? hash) =>
        _screen.Json(new CommitteeReport(committee.Path, hash, _members!), JsonForms.Committee);

    private int Execute(ParseResult parsed, Func<RankGroup?, CancellationToken, TrainingRun> prepare)
    {
        using var interruption = new Interruption();
        return Execute(parsed, interruption, prepare);
    }

    private int Execute(
        ParseResult parsed, Interruption interruption, Func<RankGroup?, CancellationToken, TrainingRun> prepare)
    {
        if (parsed.GetValue(_options.CompareEvery) is <= 0 and var steps)
            throw new TorchBasicsException(ErrorKind.Usage, $"--compare-every is {steps}; expected at least 1 step.");
        return interruption.Guard(_screen, "no step was trained.", () => new RankStart(_screen).Run(
            parsed.GetValue(_options.PeerTimeout),
            ranks => Execute(parsed, ranks, prepare, interruption),
            interruption.Token));
    }

    private int Execute(
        ParseResult parsed,
        RankGroup? ranks,
        Func<RankGroup?, CancellationToken, TrainingRun> prepare,
        Interruption interruption)
    {
        using var run = prepare(ranks, interruption.Token);
        run.CompareEvery = parsed.GetValue(_options.CompareEvery);
        if (ranks is { Leads: false })
            return Follow(run, interruption);
        var (json, lines) = (parsed.GetValue(_options.Json), parsed.GetValue(_options.JsonLines));
        var display = lines
            ? new JsonLinesDisplay(_screen)
            : TrainingDisplay.For(_screen, isSilent: json || parsed.GetValue(_options.Quiet));
        var record = display.Show(() => run.Execute(new ObserverGroup(Observers(display)), interruption.Token));
        if (json && _members is not null)
            _members.Add(new TrainingReport(run.Folder, record));
        else if (json)
            _screen.Json(new TrainingReport(run.Folder, record), JsonForms.Train);
        else if (!lines)
            TrainingSummary.Print(_screen, run, record);
        if (record.Status == RunStatus.Interrupted)
            return interruption.ExitCode;
        if (interruption.Token.IsCancellationRequested)
            _screen.Note("the signal came after the last step; the run is finished.");
        return ExitCodes.Success;
    }

    // Trains with the others, and leaves files and words to rank 0.
    private static int Follow(TrainingRun run, Interruption interruption) =>
        run.Execute(new ObserverGroup([]), interruption.Token).Status == RunStatus.Interrupted
            ? interruption.ExitCode
            : ExitCodes.Success;

    // Everyone who watches a run, in the order in which they hear of each event.
    private static IReadOnlyList<ITrainingObserver> Observers(TrainingDisplay display) =>
        [display, new MetricsCsv(), new TensorBoardLog(), new HtmlReport()];

    private void LoadLibtorch(ParseResult parsed) => LoadLibtorch(parsed, () => true);

    // What begins meanwhile, begins before the libraries load.
    private T LoadLibtorch<T>(ParseResult parsed, Func<T> begin)
    {
        T? begun = default;
        var runtime = NativeStart.Load(_screen, parsed, () => begun = begin());
        if (runtime.StableInterfaceReason is { } reason && !parsed.GetValue(_options.Quiet))
            _screen.Note($"Training takes a slower way: {reason}.");
        return begun!;
    }

    private void Skipped(TorchBasicsException damage) =>
        _screen.Note($"A damaged checkpoint was set aside and the one before it is used. {damage.Message}");

    private void Refuse(ParseResult parsed, IReadOnlyList<Option> allowed, string why)
    {
        if (_options.Typed(parsed).Except(allowed).FirstOrDefault() is { } other)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"{other.Name} {why}. It takes {string.Join(", ", allowed.Select(option => option.Name))}.");
    }

    private void AdviseOnUnused(ParseResult parsed, TrainingRecipe asked)
    {
        foreach (var name in UnusedOptions.Of(asked).Intersect(_options.Typed(parsed).Select(option => option.Name)))
            _screen.Note(
                $"{name} changes nothing: neither the optimizer {RecipeWords.Of(asked.Optimizer)} "
                + $"nor the schedule {RecipeWords.Of(asked.Schedule)} uses it.");
    }

    // A recipe's rate belongs to its optimizer: what is right for descent makes Adam diverge, and the other way round.
    private void AdviseOnRate(ParseResult parsed, TrainingRecipe recipe, TrainingRecipe asked)
    {
        if (IsAdaptive(recipe.Optimizer) != IsAdaptive(asked.Optimizer)
            && _options.Value(parsed, RunOptions.LearningRate) is null)
            _screen.Note(
                $"The learning rate {recipe.LearningRate} of this model was chosen for {recipe.Optimizer}, "
                + $"not for {asked.Optimizer}; --find-learning-rate suggests one.");

        static bool IsAdaptive(OptimizerKind kind) => kind switch
        {
            OptimizerKind.Sgd or OptimizerKind.Momentum or OptimizerKind.Nesterov => false,
            OptimizerKind.Adam or OptimizerKind.AdamW or OptimizerKind.DiagonalLevenbergMarquardt or OptimizerKind.RmsProp
                or OptimizerKind.Adagrad or OptimizerKind.Adadelta => true,
        };
    }
}
