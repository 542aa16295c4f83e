using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using TorchBasics.Lessons.Rendering;
using TorchBasics.Pages;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Lessons.Publishing;

/// <summary>The page of a lesson: its text, the recorded experiment, and controls that wait for an engine.</summary>
internal static class LessonPage
{
    private static readonly string Style = Resources.Text("assets/lesson.css");
    private static readonly string Script = Resources.Text("assets/lesson.js");

    // From a disk, where 'self' means nothing, the script is allowed by its hash; over http the engine may load as well.
    private static readonly string Policy =
        $"default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-{Hash(Script)}'; connect-src 'self'; "
        + "worker-src 'self'; img-src 'self' data: blob:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    /// <summary>Writes the page.</summary>
    /// <param name="course">All lessons, in order.</param>
    /// <param name="lesson">The lesson.</param>
    /// <param name="language">The language.</param>
    /// <param name="run">The recorded experiment, in that language.</param>
    public static string Of(IReadOnlyList<ILesson> course, ILesson lesson, Language language, LessonRun run)
    {
        var texts = Texts.Of(lesson.Name, language);
        var frame = new PageFrame($"{texts["title"]} · TorchBasics")
        {
            Language = language.Tag,
            Attributes = [new("data-lesson", lesson.Name), new("data-language", language.Code)],
            Style = Style,
            Policy = Policy,
            Footer = Footer(course, lesson, language, texts),
            Scripts =
            [
                new(Words(lesson, texts), "application/json", "words"),
                new(Script),
            ],
        };
        return Page.Compose(frame, Header(course, lesson, language, texts), Sections(lesson, run, texts));
    }

    /// <summary>Writes the page that lists the lessons.</summary>
    public static string Index(IReadOnlyList<ILesson> course, Language language)
    {
        var texts = Texts.Shared(language);
        var frame = new PageFrame($"{texts["course"]} · TorchBasics") { Language = language.Tag, Style = Style, Policy = Policy };
        return Page.Compose(
            frame,
            new object[]
            {
                Switch(language, texts, "index.html"),
                Element("h1", texts["course"]),
                Element("p", Class("lead"), texts["course.lead"]),
            },
            Element(
                "ol",
                Class("course"),
                course.Select(lesson => (Lesson: lesson, Texts: Texts.Of(lesson.Name, language))).Select(entry => Element(
                    "li",
                    Element("a", Attribute("href", $"{entry.Lesson.Name}.html"), entry.Texts["title"]),
                    Element("p", BlockHtml.Inline(entry.Texts["lead"]))))));
    }

    /// <summary>Writes the page that leads to each language.</summary>
    public static string Languages()
    {
        var frame = new PageFrame("TorchBasics") { Style = Style, Policy = Policy };
        return Page.Compose(
            frame,
            Element("h1", "TorchBasics"),
            Language.All.Select(language => Element(
                "p",
                Class("lead"),
                Element(
                    "a", Attribute("href", $"{language.Code}/index.html"), Attribute("lang", language.Tag),
                    Attribute("hreflang", language.Tag),
                    $"{language.Name}: {Texts.Shared(language)["course"]}"))));
    }

    private static XElement[] Header(IReadOnlyList<ILesson> course, ILesson lesson, Language language, Texts texts) =>
    [
        Element("a", Class("skip"), Attribute("href", "#text"), texts["skip"]),
        Element(
            "nav",
            Attribute("aria-label", texts["lessons"]),
            Element(
                "details",
                Element("summary", $"{texts["lessons"]} · {Number(course, lesson)} / {course.Count}"),
                Element("ol", course.Select(one => Element(
                    "li",
                    Element(
                        "a",
                        Attribute("href", $"{one.Name}.html"),
                        one == lesson ? Attribute("aria-current", "page") : null,
                        Texts.Of(one.Name, language)["title"])))))),
        Switch(language, texts, $"{lesson.Name}.html"),
        Element("h1", texts["title"]),
        Element("p", Class("lead"), BlockHtml.Inline(texts["lead"])),
    ];

    private static XElement Switch(Language language, Texts texts, string file)
    {
        var other = Language.All.First(one => one != language);
        return Element(
            "a", Attribute("id", "language"), Attribute("href", $"../{other.Code}/{file}"), Attribute("hreflang", other.Tag),
            Attribute("lang", other.Tag), texts["language"]);
    }

    private static IEnumerable<XElement> Sections(ILesson lesson, LessonRun run, Texts texts)
    {
        yield return Element(
            "section",
            Attribute("id", "text"),
            Attribute("aria-label", texts["description"]),
            texts.Paragraphs("text").Select(paragraph => Element("p", BlockHtml.Inline(paragraph))));
        yield return Element(
            "div",
            Class("bench"),
            ControlsHtml.Of(lesson, texts),
            Element(
                "section",
                Attribute("id", "experiment"),
                Attribute("aria-label", texts["experiment"]),
                ExperimentHtml.Of(run, texts)));
        if (run.Downloads.Count > 0)
            yield return Section("downloads", texts["downloads"], Element(
                "p",
                Class("buttons"),
                run.Downloads.Select(file => Element(
                    "button", Attribute("type", "button"), Attribute("data-file", file.FileName),
                    Attribute("disabled", "disabled"), file.FileName))));
        yield return Section("questions", texts["questions"], Element(
            "ol",
            Class("questions"),
            lesson.Questions.Select(question => Element(
                "li",
                Attribute("data-question", question),
                Element("p", BlockHtml.Inline(texts[$"question.{question}"])),
                Element("p", Class("solved"), Attribute("hidden", "hidden"), texts["solved"]),
                Element(
                    "details",
                    Element("summary", texts["answer"]),
                    Element("p", BlockHtml.Inline(texts[$"question.{question}.answer"])))))));
        if (Resources.Find($"samples/{lesson.Name}.cs") is { } sample)
            yield return Section(
                "code",
                texts["code"],
                Element("p", BlockHtml.Inline(texts.Format("code.text", lesson.Name))),
                Element("pre", Attribute("tabindex", 0), sample.ReplaceLineEndings("\n").TrimEnd()));
    }

    private static XElement Footer(IReadOnlyList<ILesson> course, ILesson lesson, Language language, Texts texts)
    {
        var place = Number(course, lesson) - 1;
        return Element(
            "footer",
            place > 0 ? Link("prev", course[place - 1], $"← {texts["previous"]} ") : null,
            place + 1 < course.Count ? Link("next", course[place + 1], $"{texts["next"]} → ") : null);

        XElement Link(string relation, ILesson to, string word) => Element(
            "a", Attribute("rel", relation), Attribute("href", $"{to.Name}.html"), word, Texts.Of(to.Name, language)["title"]);
    }

    private static int Number(IReadOnlyList<ILesson> course, ILesson lesson) =>
        course.Index().First(entry => entry.Item == lesson).Index + 1;

    // What the script says, in the language of the page, and what it has to fetch for the engine.
    private static string Words(ILesson lesson, Texts texts)
    {
        string[] keys =
        [
            "starting", "computing", "live", "same", "stopped", "failed", "recorded", "from-disk", "shared", "not-shared",
            "remove", "class", "first-frame", "previous-frame", "next-frame", "play", "pause", "frame",
            "model-none", "model-used", "error.model.large",
        ];
        var pairs = keys.Select(key => KeyValuePair.Create(key, MarkedText.Plain(texts[key])))
            .Append(KeyValuePair.Create("networks", string.Join(' ', lesson.Networks)));
        return JsonTexts.Of(pairs);
    }

    private static string Hash(string script) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
}
