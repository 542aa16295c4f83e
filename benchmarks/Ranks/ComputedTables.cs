using System.Globalization;
using System.Text;
using TorchBasics.Benchmarks.Reporting;

namespace TorchBasics.Benchmarks.Ranks;

/// <summary>What follows from the model, as tables.</summary>
/// <param name="text">Where they go.</param>
/// <param name="measured">What the model is held against.</param>
internal sealed class ComputedTables(StringBuilder text, RankMeasurement measured)
{
    private const double Gain = 0.1;

    private static readonly int[] Machines = [2, 4, 8, 16, 32, 64];

    private readonly ModelFit _fit = new(measured);

    private IEnumerable<LinkCost> Cables => [_fit.Cable(1, 50e-6), _fit.Cable(10, 20e-6)];

    private static IEnumerable<RankWork> Networks => RankWork.All([RankWork.Batches[0]]);

    /// <summary>Adds all tables.</summary>
    public void Append()
    {
        AppendFit();
        AppendValidation();
        foreach (var cable in Cables)
        {
            AppendSteps("Computed. One batch for all machines together", cable, RankWork.Batches, (batch, _) => batch);
            AppendSteps("Computed. So many samples for each machine", cable, [64, 256], (batch, machines) => batch * machines);
        }

        AppendLimits();
    }

    private void AppendFit()
    {
        text.Append(string.Create(
            CultureInfo.InvariantCulture,
            $"Fitted to steps of the process alone (one thread, batches of {string.Join(", ", RankMeasurement.AloneBatches)}). "
            + $"One process adds {measured.AdditionsPerSecond / 1e9:f2} billion numbers a second to others.\n\n"));
        List<string[]> rows =
            [["network", "constant", "slice of 32 samples", "worst deviation", "bytes of the parts, in the order of leaving"]];
        foreach (var network in Networks)
        {
            var cost = _fit.ComputeOf(network);
            rows.Add(
            [
                network.Title, ResultTable.Time(cost.Constant), ResultTable.Time(cost.PerSlice), Percent(cost.WorstError),
                string.Join(", ", GradientPart.Of(network.Architecture).Select(
                    part => (sizeof(float) * part.Floats).ToString("n0", CultureInfo.InvariantCulture))),
            ]);
        }

        MarkdownTable.Append(text, words: 1, rows);
        rows = [["link", "latency", "bytes each way", "a message"]];
        foreach (var link in measured.Launchers.Select(_fit.Here).Concat(Cables))
            rows.Add(
            [
                link.Name, ResultTable.Time(link.Latency),
                string.Create(CultureInfo.InvariantCulture, $"{link.BytesPerSecond / 1e9:0.00} GB/s"),
                ResultTable.Time(link.SecondsPerMessage),
            ]);
        MarkdownTable.Append(text, words: 1, rows);
    }

    private void AppendValidation()
    {
        text.Append("Two ranks on this machine, measured and computed; bytes of the busiest rank.\n\n");
        List<string[]> rows = [["work", "launcher", "measured", "computed", "deviation", "bytes measured", "bytes computed"]];
        foreach (var work in RankWork.All(RankWork.Batches))
            foreach (var launcher in measured.Launchers)
            {
                var (model, figures) = (_fit.ModelOf(work), measured.Of(new Setting(launcher, 2, 1), work));
                var seconds = model.StepSeconds(work.Batch, 2, _fit.Here(launcher));
                rows.Add(
                [
                    launcher == measured.Launchers[0] ? $"{work.Title}, batch {work.Batch}" : "",
                    launcher.Name,
                    ResultTable.Time(figures.Seconds),
                    ResultTable.Time(seconds),
                    string.Create(CultureInfo.InvariantCulture, $"{100 * ((seconds / figures.Seconds) - 1):+0;-0;0} %"),
                    figures.Bytes.ToString("n0", CultureInfo.InvariantCulture),
                    model.BytesSent(work.Batch, 2).ToString("n0", CultureInfo.InvariantCulture),
                ]);
            }

        MarkdownTable.Append(text, words: 2, rows);
    }

    private void AppendSteps(string title, LinkCost cable, IReadOnlyList<int> batches, Func<int, int, int> whole)
    {
        text.Append(CultureInfo.InvariantCulture, $"{title}, {cable.Name}: time per step, speed-up, efficiency.\n\n");
        List<string[]> rows = [["work", "1 machine", .. Machines.Select(machines => $"{machines} machines")]];
        foreach (var work in RankWork.All(batches))
        {
            var (model, alone) = (_fit.ModelOf(work), _fit.ModelOf(work).StepSeconds(whole(work.Batch, 1), 1, cable));
            rows.Add(
            [
                $"{work.Title}, {work.Batch}",
                ResultTable.Time(alone),
                .. Machines.Select(machines =>
                {
                    var seconds = model.StepSeconds(whole(work.Batch, machines), machines, cable);
                    // as many samples on one machine would take so many steps
                    var speed = alone * whole(work.Batch, machines) / work.Batch / seconds;
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"{ResultTable.Time(seconds)}, {speed:0.0#}, {Percent(speed / machines)}");
                }),
            ]);
        }

        MarkdownTable.Append(text, words: 1, rows);
    }

    private void AppendLimits()
    {
        text.Append(
            "Computed. Machines with the shortest step, of up to 64, and the number from which on no larger one makes it 10 % "
            + "shorter (global batch fixed).\n\n");
        List<string[]> rows =
            [["work", .. Cables.SelectMany(cable => new[] { $"{cable.Name}: fastest", "speed-up", "enough", "speed-up" })]];
        foreach (var work in RankWork.All(RankWork.Batches))
        {
            var model = _fit.ModelOf(work);
            rows.Add(
            [
                $"{work.Title}, batch {work.Batch}",
                .. Cables.SelectMany(cable =>
                {
                    var (fastest, enough) =
                        (model.Fastest(work.Batch, Machines[^1], cable), model.Enough(work.Batch, Machines[^1], cable, Gain));
                    return new[] { fastest, enough }.SelectMany(machines => new[]
                    {
                        $"{machines}",
                        model.SpeedUp(work.Batch, machines, cable).ToString("0.0#", CultureInfo.InvariantCulture),
                    });
                }),
            ]);
        }

        MarkdownTable.Append(text, words: 1, rows);
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");
}
