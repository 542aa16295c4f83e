using TorchBasics.Core;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Running;

/// <summary>
/// Everything that a check found, summed up as it comes: of each array the worst comparison is kept, so that a run of any
/// length needs the same memory.
/// </summary>
/// <param name="header">What the check is made with.</param>
public sealed class CheckReport(CheckHeader header)
{
    private readonly OrderedDictionary<(string Model, string Engine, string Check, Place Place), ReportRow> _rows = [];
    private readonly List<(string Model, string Engine, string Check, Place Place)> _failures = [];
    private readonly OrderedDictionary<(string Model, string Engine), FollowedSteps> _followed = [];
    private readonly List<ThreadAgreement> _threads = [];
    private readonly List<ModelSummary> _models = [];

    /// <summary>What the check was made with.</summary>
    public CheckHeader Header { get; } = header;

    /// <summary>How long it took; zero before its end.</summary>
    public TimeSpan WallTime { get; private set; }

    /// <summary>One row for each check of each array, in the order in which they were first seen.</summary>
    public IReadOnlyList<ReportRow> Rows => [.. _rows.Values];

    /// <summary>
    /// The rows that are out of bounds, in the order in which they first were: the cause before what follows from it.
    /// </summary>
    public IReadOnlyList<ReportRow> Failures => [.. _failures.Select(key => _rows[key])];

    /// <summary>The networks that are done, in order.</summary>
    public IReadOnlyList<ModelSummary> Models => _models;

    /// <summary>What another number of threads changed.</summary>
    public IReadOnlyList<ThreadAgreement> Threads => _threads;

    /// <summary>How far the trajectory check could follow each run.</summary>
    public IReadOnlyDictionary<(string Model, string Engine), FollowedSteps> Followed => _followed;

    /// <summary>Numbers compared.</summary>
    public long Count => _rows.Values.Sum(row => row.Worst.Count);

    /// <summary>The row with the largest share of its bound; null where nothing was compared.</summary>
    public ReportRow? Worst => WorstOf(_rows.Values);

    /// <summary>Whether something was compared and all of it is within bounds.</summary>
    public bool Passed => _rows.Count > 0 && _failures.Count == 0;

    /// <summary>Takes a finding in.</summary>
    /// <param name="model">The network.</param>
    /// <param name="finding">The finding.</param>
    public void Add(string model, Finding finding)
    {
        var key = (model, finding.Engine, finding.Check, finding.Deviation.Place);
        var before = _rows.GetValueOrDefault(key);
        var row = before?.With(finding) ?? ReportRow.Of(model, finding);
        _rows[key] = row;
        if (before?.FirstFailure is null && row.FirstFailure is not null)
            _failures.Add(key);
    }

    /// <summary>Notes how far a trajectory was followed.</summary>
    /// <param name="model">The network.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="followed">How far.</param>
    public void Add(string model, string engine, FollowedSteps followed) => _followed[(model, engine)] = followed;

    /// <summary>Notes what another number of threads changed.</summary>
    /// <param name="agreement">What; null where there was nothing to compare.</param>
    public void Add(ThreadAgreement? agreement)
    {
        if (agreement is not null)
            _threads.Add(agreement);
    }

    /// <summary>Sums a network up, after its last finding.</summary>
    /// <param name="model">The network.</param>
    /// <param name="wallTime">How long it took.</param>
    /// <returns>The summary.</returns>
    public ModelSummary EndModel(string model, TimeSpan wallTime)
    {
        var summary = new ModelSummary(
            model,
            WorstOf(_rows.Values.Where(row => row.Model == model)),
            _failures.Count(key => key.Model == model),
            _followed.Where(pair => pair.Key.Model == model).ToDictionary(pair => pair.Key.Engine, pair => pair.Value),
            wallTime);
        _models.Add(summary);
        return summary;
    }

    /// <summary>Ends the check.</summary>
    /// <param name="wallTime">How long it took.</param>
    public void End(TimeSpan wallTime) => WallTime = wallTime;

    /// <summary>The matrix of engines and kinds of numbers.</summary>
    /// <returns>One cell for each pair that was compared at all, the engines in the order of the header.</returns>
    public IReadOnlyList<MatrixCell> Matrix() =>
    [
        .. _rows.Values.GroupBy(row => (row.Engine, row.Quantity))
            .Select(group => MatrixCell.Of([.. group]))
            .OrderBy(cell => Header.Engines.TakeWhile(engine => engine != cell.Engine).Count())
            .ThenBy(cell => cell.Quantity),
    ];

    /// <summary>The result in one sentence.</summary>
    public string Verdict
    {
        get
        {
            if (_rows.Count == 0)
                return "Nothing was compared.";
            var extent = $"{Counted.Of(_models.Count, "model")}, {Counted.Of(_rows.Count, "array")}, "
                + $"{Counted.Of(Count, "number")} compared";
            return Passed
                ? $"All within bounds: {extent}; the largest error is {FindingText.Share(Worst!.Worst.Fraction)} of its bound."
                : $"A deviation: {_failures.Count:N0} of {Counted.Of(_rows.Count, "array")} out of bounds, "
                    + $"first {FindingText.Where(Failures[0])}.";
        }
    }

    internal static ReportRow? WorstOf(IEnumerable<ReportRow> rows) =>
        rows.Aggregate((ReportRow?)null, (worst, row) => worst is null || row.Worst.IsWorseThan(worst.Worst) ? row : worst);
}
