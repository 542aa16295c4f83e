using Spectre.Console;
using TorchBasics.Cli.Reports;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Cli.Rendering;

/// <summary>A lesson in a terminal, and as a report for programs.</summary>
internal static class LessonText
{
    private const int Column = 24; // where it is said what a parameter may be

    /// <summary>The lessons in order.</summary>
    public static IReadOnlyList<LessonEntry> Entries(Language language) => [.. CourseCatalog.All.Select(
        lesson => new LessonEntry(lesson.Name, Texts.Of(lesson.Name, language)["title"], lesson.Rows))];

    /// <summary>Prints the list.</summary>
    public static void List(Screen screen, Language language)
    {
        var texts = Texts.Shared(language);
        var table = Tables.Create((texts["lesson"], ColumnKind.Name), (texts["about"], ColumnKind.Prose));
        foreach (var lesson in Entries(language))
            table.AddRow(Tables.Cell(lesson.Name), Tables.Cell(lesson.Title));
        screen.Write(table);
        new BlockText(screen, _ => "").Print(texts["list-hint"]);
    }

    /// <summary>What a lesson found, for a program.</summary>
    public static LessonReport Report(
        ILesson lesson, IReadOnlyDictionary<string, string> values, LessonRun run, Language language) => new(
        lesson.Name,
        Texts.Of(lesson.Name, language)["title"],
        language.Code,
        values,
        [.. run.Claims.Select(claim => new LessonClaim(claim.Key, claim.Text, claim.Holds))],
        run.Holds,
        run.Hash,
        lesson.IsPortable);

    /// <summary>Prints a lesson.</summary>
    public static void Print(
        Screen screen,
        ILesson lesson,
        IReadOnlyDictionary<string, string> values,
        LessonRun run,
        Language language,
        bool showsAnswers)
    {
        var texts = Texts.Of(lesson.Name, language);
        var blocks = new BlockText(screen, count => texts.Format("more-steps", count));
        blocks.Print($"**{texts["title"]}**");
        blocks.Print(texts["lead"]);
        screen.Line();
        foreach (var paragraph in texts.Paragraphs("text"))
        {
            blocks.Print(paragraph);
            screen.Line();
        }

        blocks.Print(run.Body);
        foreach (var claim in run.Claims)
            blocks.Print(Texts.Join(
                $"{(claim.Holds ? "✓" : "✗")} {texts[claim.Holds ? "claim-holds" : "claim-fails"]}", claim.Text));
        screen.Line();
        blocks.Print($"**{texts["questions"]}**");
        foreach (var question in lesson.Questions)
        {
            blocks.Print($"- {texts[$"question.{question}"]}");
            var answer = texts[$"question.{question}.answer"];
            if (run.Solved[question])
                blocks.Print($"  ✓ {Texts.Join(texts["solved"], answer)}");
            else if (showsAnswers)
                blocks.Print($"  {answer}");
        }

        if (!showsAnswers && lesson.Questions.Any(question => !run.Solved[question]))
            blocks.Print(texts["answers-hint"]);
        screen.Line();
        foreach (var (name, value) in values.Where(pair => pair.Value.Length is > 0 and <= 120))
            Setting(screen, lesson.Parameters.Single(parameter => parameter.Name == name), value, texts);
        screen.Line($"{texts["hash"]} {run.Hash}");
    }

    // What may stand there instead, where a line has room for it.
    private static void Setting(Screen screen, Parameter parameter, string value, Texts texts)
    {
        var (set, expected) = ($"--set {parameter.Name}={value}", parameter.ExpectedIn(texts));
        if (Math.Max(set.Length, Column) + expected.Length + 1 > screen.Output.Profile.Width && parameter is not ChoiceParameter)
            screen.Line(set);
        else
            new BlockText(screen, _ => "").Print($"{set.PadRight(Column)} {expected}");
    }
}
