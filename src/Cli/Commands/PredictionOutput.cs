using System.Text.Json;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Kernels.Inference;
using TorchBasics.Pictures;

namespace TorchBasics.Cli.Commands;

/// <summary>
/// Where "predict" writes its predictions, one after the other: lines, or the entries of a list in JSON, so that a program
/// need not wait for the last one.
/// </summary>
internal sealed class PredictionOutput(Screen screen, int top, bool json) : IDisposable
{
    private bool _hasBegun;

    /// <summary>A prediction for a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">All classes, the most probable one first.</param>
    /// <param name="drawn">The picture as the network sees it, to be drawn; null for nothing.</param>
    public void Picture(string path, IReadOnlyList<RankedClass> classes, GreyPicture? drawn)
    {
        Write(path, new Prediction(path, Line: null, [.. classes.Take(top)], Values: null));
        if (drawn is not null && !json)
            foreach (var line in TextPicture.Draw(drawn.Pixels, drawn.Width, drawn.Height))
                screen.Line("  " + line);
    }

    /// <summary>A prediction for a row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line that the row begins on.</param>
    /// <param name="classes">All classes, the most probable one first.</param>
    public void Row(string path, long line, IReadOnlyList<RankedClass> classes) =>
        Write($"{path}:{line}", new Prediction(path, line, [.. classes.Take(top)], Values: null));

    /// <summary>The values that a regression gives for a row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line that the row begins on.</param>
    /// <param name="values">One value for each target.</param>
    public void Row(string path, long line, IReadOnlyList<PredictedValue> values) =>
        Write($"{path}:{line}", new Prediction(path, line, Classes: null, values));

    /// <summary>Ends the list.</summary>
    public void Dispose()
    {
        if (json)
            screen.Writer.WriteLine(_hasBegun ? "\n]}" : $"{Head}]}}");
    }

    private static string Head =>
        $"{{\"{JsonForm.NameField}\": \"{JsonForms.Predict.Name}\", \"{JsonForm.VersionField}\": {JsonForms.Predict.Version}, "
        + "\"predictions\": [";

    private void Write(string place, Prediction prediction)
    {
        if (json)
            screen.Writer.Write(
                (_hasBegun ? ",\n" : $"{Head}\n") + JsonSerializer.Serialize(prediction, CliJson.Default.Prediction));
        else
            screen.Line($"{place}: {string.Join(", ", Words(prediction))}");
        _hasBegun = true;
    }

    private static IEnumerable<string> Words(Prediction prediction) =>
        prediction.Classes?.Select(ranked => $"{ranked.Name} {Figures.Percent(ranked.Probability)}")
        ?? prediction.Values!.Select(value => $"{value.Name} {Figures.Quantity(value.Value)}");
}
