using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Core;
using TorchBasics.Pages;
using TorchBasics.Pages.Charts;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Published;

/// <summary>The rows with what was measured as a page: the table, and for each row the errors epoch by epoch.</summary>
public static class PublishedPage
{
    private const string Title = "Published results, reproduced";

    private static readonly Column[] Columns =
    [
        new("Row"), new("Published"), new("Ours, mean and 95 % interval"), new("Seeds"), new("Time"),
        new("Verdict", IsText: true), new("Result", IsText: true),
    ];

    /// <summary>The page.</summary>
    /// <param name="results">Rows in the order in which they are shown, with what was measured; null for nothing.</param>
    /// <returns>An HTML document that is also well-formed XML.</returns>
    public static string Compose(IReadOnlyList<(PublishedRow Row, RowResult? Measured)> results)
    {
        var header = new object[]
        {
            Element("h1", Title),
            Element("p", Class("note"), "Errors in percent of the 10,000 test images after the last step; nothing is chosen by "
                + "them. Inside: the published value is what one more seed might give, with 95 %."),
        };
        return Page.Compose(
            Title,
            header,
            [Overview(results), .. results.Select(result => result.Measured is { } measured ? Row(result.Row, measured) : null)]);
    }

    private static XElement Overview(IReadOnlyList<(PublishedRow Row, RowResult? Measured)> results) => Section(
        "overview",
        "All rows",
        ScrollingTable("Published results and ours", Columns, results.Select(result => Html.Row(
            result.Row.Name,
            Cell(result.Row.Published),
            Cell(result.Measured is { } measured ? PublishedTable.Ours(measured) : "not measured"),
            Cell(result.Measured?.Seeds.Count.ToString(CultureInfo.InvariantCulture)),
            Cell(result.Measured is { } timed ? PublishedTable.Time(timed.Seconds) : null),
            TextCell(result.Measured is { } judged ? PublishedTable.Words(judged.Verdict) : null),
            TextCell(result.Row.Result)))));

    private static XElement Row(PublishedRow row, RowResult measured) => Section(
        row.Name.Replace('/', '-'),
        row.Name,
        Element("p", row.Result, ". ", row.IsChecked ? row.Source : $"{row.Source} (as others quote it)", "."),
        Element(
            "p",
            $"Published {row.Published}, ours {PublishedTable.Ours(measured)} over {Counted.Of(measured.Seeds.Count, "seed")} "
            + $"in {PublishedTable.Time(measured.Seconds)}: {PublishedTable.Words(measured.Verdict)}. "
            + $"{measured.Machine}, {measured.Hardware}, {measured.Date:yyyy-MM-dd}."),
        row.Deviations.Count > 0
            ? Element("ul", row.Deviations.Select(deviation => Element("li", $"Not as published: {deviation}.")))
            : null,
        measured.Seeds[0].Epochs.Count > 1 ? Curves(row, measured) : null);

    private static XElement Curves(PublishedRow row, RowResult measured)
    {
        var epochs = measured.Seeds.Min(seed => seed.Epochs.Count);
        var curves = new List<Curve>
        {
            Over("largest of the seeds", errors => errors.Max()),
            Over("mean", errors => errors.Average()),
            Over("smallest of the seeds", errors => errors.Min()),
            new("published", [(1, row.Error), (epochs, row.Error)]),
        };
        if (row.HighestError > row.Error)
            curves.Add(new("published, highest", [(1, row.HighestError), (epochs, row.HighestError)]));
        var axis = new ChartAxis("Errors (%)").LogarithmicWhereWorthIt(curves);
        var description = string.Create(CultureInfo.InvariantCulture, $"Errors of {row.Name} over {epochs} epochs: the mean goes "
            + $"from {curves[1].Points[0].Y:F2} % to {curves[1].Points[^1].Y:F2} %; published {row.Published}.");
        var drawing = LineChart.Draw(
            description,
            new ChartAxis("Epoch") { IsWhole = true, Minimum = 0, Maximum = epochs + 0.2 },
            axis,
            curves);
        return Chart(drawing, $"Errors on the test set{axis.Remark}");

        Curve Over(string name, Func<IEnumerable<double>, double> of) => new(
            name, [.. Enumerable.Range(0, epochs).Select(k => (k + 1.0, of(measured.Seeds.Select(seed => seed.Epochs[k]))))]);
    }
}
