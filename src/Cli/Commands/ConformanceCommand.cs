using System.CommandLine;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Verification.Conformance;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics conformance: test cases of the ONNX project, on the reference and on libtorch.</summary>
internal static class ConformanceCommand
{
    private static readonly Dictionary<string, ConformanceEngine[]> Engines = new()
    {
        ["reference"] = [ConformanceEngine.Reference],
        ["libtorch"] = [ConformanceEngine.Libtorch],
        ["all"] = [ConformanceEngine.Reference, ConformanceEngine.Libtorch],
    };

    public static Command Create(Screen screen)
    {
        var folder = new Argument<string>("DIR")
        {
            HelpName = "DIR",
            Description = "Folder of a suite: folders with a model.onnx and test_data_set_0, at any depth",
        };
        var engine = TypedOption.Word(
            "--engine",
            "What computes the cases (default: all)",
            Engines.Keys.ToDictionary(word => word, word => Array.IndexOf([.. Engines.Keys], word)));
        var json = GlobalOptions.Json("the results");
        var command = new Command("conformance", "Run test cases of the ONNX project; "
            + "exit code 0 when all pass, 1 when one fails or is not supported, 3 when one cannot be read")
        {
            folder, engine, json,
        };
        command.SetAction(parsed =>
        {
            var engines = Engines.ElementAt(parsed.GetValue(engine) ?? Engines.Count - 1).Value;
            if (engines.Contains(ConformanceEngine.Libtorch))
                NativeStart.Load(screen, parsed);
            return Run(screen, parsed.GetRequiredValue(folder), engines, parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(Screen screen, string folder, ConformanceEngine[] engines, bool json)
    {
        var report = ConformanceSuite.Run(folder, engines);
        if (json)
            screen.Json(report, JsonForms.Conformance);
        else
            ConformanceText.Print(screen, report, engines);
        if (report.Results.Any(result => result.Outcome == CaseOutcome.Unreadable))
            return ExitCodes.Data;
        return report.Passed ? ExitCodes.Success : ExitCodes.Failed;
    }
}
