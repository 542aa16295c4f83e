using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Lessons.Parameters;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Lessons.Rendering;

/// <summary>The controls of a page. They are off until the engine runs, and then each change computes anew.</summary>
internal static class ControlsHtml
{
    /// <summary>The form.</summary>
    public static XElement Of(ILesson lesson, Texts texts) => Element(
        "form",
        Attribute("id", "controls"),
        Attribute("aria-label", texts["controls"]),
        Attribute("tabindex", 0), // it scrolls by itself, also by keyboard
        Element(
            "fieldset",
            Attribute("id", "inputs"),
            Attribute("disabled", "disabled"),
            Element("legend", texts["controls"]),
            lesson.Parameters.Select(parameter => Control(parameter, texts)),
            Element(
                "div",
                Class("buttons"),
                Button("reset", texts["reset"]),
                Button("share", texts["share"]),
                lesson.Parameters.Any(parameter => parameter is SeedParameter) ? Button("new-seed", texts["new-seed"]) : null)),
        Element("p", Attribute("id", "state"), Attribute("role", "status"), texts["recorded"]),
        Element(
            "p",
            Attribute("id", "progress"),
            Attribute("hidden", "hidden"),
            Element("progress", Attribute("max", 1), Attribute("value", 0), Attribute("aria-label", texts["computing"])),
            Button("cancel", texts["cancel"])),
        Element("p", Attribute("id", "problem"), Attribute("role", "alert"), Class("error"), Attribute("hidden", "hidden")));

    private static XElement Control(Parameter parameter, Texts texts) => parameter switch
    {
        NumberParameter number => Slider(
            number, texts, Text(number.Minimum), Text(number.Maximum), Text(number.Step)),
        WholeParameter number => Slider(number, texts, Text(number.Minimum), Text(number.Maximum), "1"),
        SeedParameter seed => Labelled(seed, texts, Element(
            "input", Attribute("type", "number"), Attribute("min", 0), Attribute("max", uint.MaxValue), Attribute("step", 1),
            Attribute("id", Id(seed)), Attribute("name", seed.Name), Attribute("value", seed.Default))),
        ChoiceParameter choice => Labelled(choice, texts, Element(
            "select",
            Attribute("id", Id(choice)),
            Attribute("name", choice.Name),
            choice.Choices.Select(word => Element("option", Attribute("value", word), texts[$"choice.{choice.Name}.{word}"])))),
        GridParameter grid => Grid(grid, texts),
        PointsParameter points => Points(points, texts),
        DrawingParameter drawing => Drawing(drawing, texts),
        ModelParameter model => Model(model, texts),
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "There is no such parameter."),
    };

    private static XElement Slider(Parameter parameter, Texts texts, string minimum, string maximum, string step) => Labelled(
        parameter,
        texts,
        Element(
            "input", Attribute("type", "range"), Attribute("min", minimum), Attribute("max", maximum), Attribute("step", step),
            Attribute("id", Id(parameter)), Attribute("name", parameter.Name), Attribute("value", parameter.Default)),
        Element("output", Attribute("for", Id(parameter)), parameter.Default));

    private static XElement Labelled(Parameter parameter, Texts texts, params object[] control) => Element(
        "div",
        Class("control"),
        Element("label", Attribute("for", Id(parameter)), texts[$"parameter.{parameter.Name}"]),
        control,
        Hint(parameter, texts));

    private static XElement? Hint(Parameter parameter, Texts texts) => texts.Find($"parameter.{parameter.Name}.hint") is { } hint
        ? Element("small", BlockHtml.Inline(hint))
        : null;

    private static XElement Grid(GridParameter grid, Texts texts)
    {
        var values = grid.Parse(grid.Default)!;
        return Group(grid, texts, "data-grid", Element(
            "div",
            Class("grid"),
            Attribute("style", $"grid-template-columns: repeat({grid.Columns}, minmax(0, 1fr))"),
            Enumerable.Range(0, grid.Rows).SelectMany(row => Enumerable.Range(0, grid.Columns).Select(column => Element(
                "input",
                Attribute("type", "number"),
                Attribute("min", Text(grid.Minimum)),
                Attribute("max", Text(grid.Maximum)),
                Attribute("step", "any"),
                Attribute("aria-label", $"{texts[$"parameter.{grid.Name}"]} {row + 1}, {column + 1}"),
                Attribute("value", Text(values[row, column])))))));
    }

    private static XElement Points(PointsParameter points, Texts texts) => Group(
        points,
        texts,
        "data-points",
        Attribute("data-most", points.Most),
        Element(
            "div",
            Class("point"),
            Labelled("x", Coordinate(points, "x")),
            Labelled("y", Coordinate(points, "y")),
            Labelled(texts["class"], Element(
                "select",
                Attribute("data-part", "class"),
                Enumerable.Range(0, points.Classes).Select(label => Element("option", Attribute("value", label), label)))),
            Button(null, texts["add"], Attribute("data-part", "add"))),
        Element("ul", Attribute("data-part", "list"), Class("points")),
        Button(null, texts["clear"], Attribute("data-part", "clear")));

    private static XElement Coordinate(PointsParameter points, string part) => Element(
        "input", Attribute("type", "number"), Attribute("data-part", part), Attribute("min", Text(points.Minimum)),
        Attribute("max", Text(points.Maximum)), Attribute("step", "any"), Attribute("value", "0"));

    private static XElement Drawing(DrawingParameter drawing, Texts texts) => Group(
        drawing,
        texts,
        "data-drawing",
        Attribute("data-size", drawing.Size),
        Element(
            "canvas", Attribute("width", 10 * drawing.Size), Attribute("height", 10 * drawing.Size), Attribute("role", "img"),
            Attribute("aria-label", texts["canvas"])),
        Element(
            "div",
            Class("buttons"),
            Button(null, texts["erase"], Attribute("data-part", "erase")),
            Element(
                "label",
                Class("button"),
                texts["picture-file"],
                Element("input", Attribute("type", "file"), Attribute("accept", "image/*"), Attribute("data-part", "file")))));

    private static XElement Model(ModelParameter model, Texts texts) => Group(
        model,
        texts,
        "data-model",
        Attribute("data-most", ModelFiles.MostBytes),
        Element("p", Attribute("data-part", "used"), texts["model-none"]),
        Element(
            "div",
            Class("buttons"),
            Element(
                "label",
                Class("button"),
                texts["model-file"],
                Element("input", Attribute("type", "file"), Attribute("accept", ".safetensors"), Attribute("data-part", "file"))),
            Element("small", texts["model-drop"]),
            Button(null, texts["model-own"], Attribute("data-part", "own"), Attribute("disabled", "disabled"))));

    private static XElement Group(Parameter parameter, Texts texts, string kind, params object[] content) => Element(
        "fieldset",
        Class("control"),
        Attribute(kind, parameter.Name),
        Element("legend", texts[$"parameter.{parameter.Name}"]),
        Element("input", Attribute("type", "hidden"), Attribute("name", parameter.Name), Attribute("value", parameter.Default)),
        content,
        Hint(parameter, texts));

    private static XElement Labelled(string label, XElement control) => Element("label", label, " ", control);

    private static XElement Button(string? id, string text, params object[] content) => Element(
        "button", Attribute("type", "button"), id is null ? null : Attribute("id", id), content, text);

    private static string Id(Parameter parameter) => $"parameter-{parameter.Name}";

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
