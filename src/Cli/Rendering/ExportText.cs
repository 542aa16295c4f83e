using TorchBasics.Cli.Json;
using TorchBasics.Core;
using TorchBasics.Export;

namespace TorchBasics.Cli.Rendering;

/// <summary>What was written and how it was shown to be right.</summary>
internal static class ExportText
{
    public static void Print(Screen screen, ExportReport report, bool json)
    {
        if (json)
        {
            screen.Json(report, JsonForms.Export);
            return;
        }

        foreach (var note in report.Notes)
            screen.Note(note);
        Say("network", $"{report.Network}, {Counted.Of(report.Parameters, "parameter")}, {Training(report.TrainedOn)}");
        Say("written", $"{report.Path}, {Counted.Of(report.Bytes, "byte")}");
        Say("sha256", report.Sha256);
        var label = "read back";
        foreach (var line in report.Proof)
        {
            Say(label, $"{line}");
            label = string.Empty;
        }

        Say("batches", $"{string.Join(", ", report.Batches)} {(report.Batches is [1] ? "sample" : "samples")} at once");

        void Say(string label, string text)
        {
            LabelledText.Print(screen, label, text);
        }
    }

    private static string Training(string trainedOn) => trainedOn switch
    {
        Model.Untrained => "not trained",
        Model.Unknown => "trained elsewhere",
        var data => $"trained on {data}",
    };
}
