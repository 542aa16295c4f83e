using System.CommandLine;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core;
using TorchBasics.Export;
using TorchBasics.Models.Inference;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Imaging;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics predict IMAGE...: what a trained network sees in pictures.</summary>
internal static class PredictCommand
{
    private const int Answers = 3;

    public static Command Create(Screen screen)
    {
        var images = new Argument<string[]>("IMAGE")
        {
            HelpName = "IMAGE",
            Description = "PNG or JPEG files, each with one digit, dark on light or light on dark, of any size",
            Arity = ArgumentArity.OneOrMore,
        };
        var model = TypedOption.Text("--model", "Folder of a run, or file of any format that 'import' reads (default: the newest run under runs)", "DIR|FILE");
        var show = new Option<bool>("--show") { Description = "Draw each picture as the network sees it: scaled and centred as MNIST is" };
        var json = GlobalOptions.Json("the answers");
        var command = new Command("predict", "Tell what pictures show: the three most probable classes of each") { images, model, show, json };
        command.SetAction(parsed =>
        {
            NativeRuntime.Load(parsed.GetValue(GlobalOptions.Libtorch));
            var path = (parsed.GetValue(model) is { } given ? SavedModel.At(given) : Newest()).Path;
            var found = ModelImport.Read(path);
            foreach (var note in found.Notes)
                screen.Note(note);
            PictureClassifier.CheckFits(path, found.Info);
            using var network = found.Build();
            using var predictor = new Predictor(network);
            return Run(screen, found.Info, predictor, parsed.GetRequiredValue(images), parsed.GetValue(show), parsed.GetValue(json));
        });
        return command;
    }

    private static SavedModel Newest() => SavedModel.Newest(TrainOptions.RunsFolder, model: null) ?? throw new TorchBasicsException(
        ErrorKind.Data,
        $"There is no finished run in the folder '{TrainOptions.RunsFolder}' here. '{ProgramName.ToType} train lenet5' makes one; --model names another place.");

    // A picture that cannot be read does not keep the others from being answered.
    private static int Run(Screen screen, ModelInfo info, Predictor predictor, string[] paths, bool show, bool json)
    {
        var (answers, code) = (new List<PictureAnswer>(), ExitCodes.Success);
        foreach (var path in paths)
        {
            try
            {
                var picture = DigitPreparation.Prepare(PictureFile.Read(path), path);
                var answer = new PictureAnswer(path, [.. PictureClassifier.Rank(info, predictor, picture).Take(Answers)]);
                answers.Add(answer);
                if (!json)
                    Print(screen, answer, show ? picture : null);
            }
            catch (TorchBasicsException error) when (error.Kind == ErrorKind.Data)
            {
                screen.Error(error.Message);
                code = ExitCodes.Data;
            }
        }

        if (json)
            screen.Json(answers, CliJson.Default.ListPictureAnswer);
        return code;
    }

    private static void Print(Screen screen, PictureAnswer answer, GreyPicture? picture)
    {
        screen.Line($"{answer.Image}: {string.Join(", ", answer.Classes.Select(ranked => $"{ranked.Name} {100 * ranked.Probability:F2} %"))}");
        if (picture is not null)
            foreach (var line in TextPicture.Draw(picture.Pixels, picture.Width, picture.Height))
                screen.Line("  " + line);
    }
}
