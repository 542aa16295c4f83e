using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Kernels.Inference;
using TorchBasics.Pictures;

namespace TorchBasics.Cli.Commands;

/// <summary>Where "predict" writes its predictions, one after the other: lines, or the entries of a list in JSON.</summary>
internal sealed class PredictionOutput(Screen screen, int top, bool json) : IDisposable
{
    private bool _hasBegun;

    /// <summary>A prediction for a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">All classes, the most probable one first.</param>
    /// <param name="drawn">The picture as the network sees it, to be drawn; null for nothing.</param>
    public void Picture(string path, IReadOnlyList<RankedClass> classes, GreyPicture? drawn)
    {
        Write(path, classes, shown => new PicturePrediction(path, shown), CliJson.Default.PicturePrediction);
        if (drawn is not null && !json)
            foreach (var line in TextPicture.Draw(drawn.Pixels, drawn.Width, drawn.Height))
                screen.Line("  " + line);
    }

    /// <summary>A prediction for a row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line that the row begins on.</param>
    /// <param name="classes">All classes, the most probable one first.</param>
    public void Row(string path, long line, IReadOnlyList<RankedClass> classes) =>
        Write($"{path}:{line}", classes, shown => new RowPrediction(path, line, shown), CliJson.Default.RowPrediction);

    /// <summary>The values that a regression gives for a row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line that the row begins on.</param>
    /// <param name="values">One value for each target.</param>
    public void Row(string path, long line, IReadOnlyList<PredictedValue> values)
    {
        if (json)
            WriteJson(new ValuePrediction(path, line, values), CliJson.Default.ValuePrediction);
        else
            screen.Line($"{path}:{line}: "
                + string.Join(", ", values.Select(value => $"{value.Name} {Figures.Quantity(value.Value)}")));
        _hasBegun = true;
    }

    /// <summary>Ends the list.</summary>
    public void Dispose()
    {
        if (json)
            screen.Writer.WriteLine(_hasBegun ? "\n]" : "[]");
    }

    private void Write<T>(
        string place, IReadOnlyList<RankedClass> classes, Func<IReadOnlyList<RankedClass>, T> entry, JsonTypeInfo<T> type)
    {
        IReadOnlyList<RankedClass> shown = [.. classes.Take(top)];
        if (json)
            WriteJson(entry(shown), type);
        else
            screen.Line(
                $"{place}: {string.Join(", ", shown.Select(ranked => $"{ranked.Name} {Figures.Percent(ranked.Probability)}"))}");
        _hasBegun = true;
    }

    private void WriteJson<T>(T entry, JsonTypeInfo<T> type) =>
        screen.Writer.Write((_hasBegun ? ",\n" : "[\n") + JsonSerializer.Serialize(entry, type));
}
