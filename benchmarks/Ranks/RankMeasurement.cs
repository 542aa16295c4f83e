using System.Globalization;
using TorchBasics.Benchmarks.Running;
using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Benchmarks.Ranks;

/// <summary>
/// Measures all settings in turns: each round starts every one of them once, in an order drawn anew, and gives each network and
/// batch its time.
/// </summary>
/// <param name="options">How long.</param>
/// <param name="progress">Hears what is being done.</param>
internal sealed class RankMeasurement(RunOptions options, Action<string> progress)
{
    /// <summary>Batches of the process alone: those that are trained, and what of them one of several ranks has.</summary>
    public static IReadOnlyList<int> AloneBatches { get; } = [32, 64, 96, 128, 256, 352, 512, 1024];

    private static readonly int[] RankCounts = [1, 2, 3, 4, 8];

    private readonly Dictionary<(Setting Setting, string Work), StepFigures> _steps = [];
    private readonly Dictionary<RankLauncher, List<(int Bytes, double There, double Exchange)>> _links = [];
    private readonly List<double> _additions = [];

    /// <summary>The launchers, as far as they are here.</summary>
    public IReadOnlyList<RankLauncher> Launchers { get; } = RankLauncher.Found();

    /// <summary>The process alone with one thread, to which all are compared.</summary>
    public Setting Alone { get; } = new(RankLauncher.None, 1, 1);

    /// <summary>Everything that is measured.</summary>
    public IReadOnlyList<Setting> Settings =>
    [
        Alone,
        .. Environment.ProcessorCount > 1 ? [new Setting(RankLauncher.None, 1, Environment.ProcessorCount)] : (Setting[])[],
        .. Launchers.SelectMany(launcher => RankCounts.Select(ranks => new Setting(launcher, ranks, 1))),
    ];

    /// <summary>Numbers that one process adds to others in a second.</summary>
    public double AdditionsPerSecond => _additions.Order().ElementAt(_additions.Count / 2);

    /// <summary>What came out for a setting and a work.</summary>
    public StepFigures Of(Setting setting, RankWork work) => _steps[(setting, work.Key)];

    /// <summary>What messages between two ranks of a launcher take, by size: medians of the rounds.</summary>
    public IReadOnlyList<(int Bytes, double There, double Exchange)> LinkOf(RankLauncher launcher) =>
    [
        .. _links[launcher].GroupBy(each => each.Bytes).Select(size => (
            size.Key,
            size.Select(each => each.There).Order().ElementAt(size.Count() / 2),
            size.Select(each => each.Exchange).Order().ElementAt(size.Count() / 2))),
    ];

    /// <summary>Measures.</summary>
    /// <exception cref="TorchBasicsException">There is no launcher, or processes failed.</exception>
    public void Run()
    {
        if (Launchers.Count == 0)
            throw new TorchBasicsException(
                ErrorKind.Usage, "There is neither mpirun.openmpi nor mpiexec.mpich; Debian has them as openmpi-bin and mpich.");
        var random = new RandomGenerator(1);
        var turns = Settings.Select(setting => (Action)(() => Steps(setting)))
            .Concat(Launchers.Select(launcher => (Action)(() => Link(launcher)))).ToArray();
        for (var round = 0; round < options.Rounds; round++)
        {
            progress($"round {round + 1} of {options.Rounds}");
            random.Shuffle<Action>(turns);
            foreach (var turn in turns)
                turn();
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private void Steps(Setting setting)
    {
        progress($"  {setting.Title}");
        var lines = setting.Launcher.Ask(
            setting.Ranks,
            StepProbe.Verb,
            setting.Threads.ToString(CultureInfo.InvariantCulture),
            options.TurnSeconds.ToString(CultureInfo.InvariantCulture),
            string.Join(',', setting == Alone ? AloneBatches : RankWork.Batches));
        foreach (var line in lines.Where(line => line[0] == "step"))
        {
            if (!_steps.TryGetValue((setting, line[1]), out var figures))
                _steps.Add((setting, line[1]), figures = new());
            figures.Add(Number(line[2]), Number(line[3]), Number(line[4]));
        }
    }

    private void Link(RankLauncher launcher)
    {
        progress($"  {launcher.Name}, messages");
        if (!_links.TryGetValue(launcher, out var link))
            _links.Add(launcher, link = []);
        foreach (var line in launcher.Ask(2, LinkProbe.Verb))
        {
            if (line[0] == "link")
                link.Add(((int)Number(line[1]), Number(line[2]), Number(line[3])));
            else if (line[0] == "add")
                _additions.Add(Number(line[1]));
        }
    }
}
