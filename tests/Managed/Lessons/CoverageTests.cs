using System.Text.RegularExpressions;
using TorchBasics.Lessons;
using TorchBasics.Tests.Managed.Repository;

namespace TorchBasics.Tests.Managed.Lessons;

/// <summary>Holds docs/lessons.md against the lessons: row of the note, lesson, claims.</summary>
public sealed partial class CoverageTests
{
    private const string Document = "docs/lessons.md";

    // What the note says, row by row.
    private static readonly string[] Note =
    [
        "A network is layers of neurons between input and output; deep means many hidden layers: more can be expressed, "
            + "training gets harder, and deeper is not always better",
        "A neuron: weights, bias, activation, y = f(w·x + b)",
        "One neuron computes every linear decision: AND with w1 = w2 = 0.5, b = -0.8; the perceptron rule finds its own weights",
        "A neuron is a dividing line, several cut the plane into regions, a class is a region",
        "One neuron cannot compute XOR",
        "Three layers can: thresholds 1.5 and 0.5; or an MLP that learns it",
        "The hidden value is a third coordinate: in space a plane separates what no line does",
        "Three steps: build the network, set the target, learn",
        "The target on digits: ten outputs against a one-hot vector; the choice of the loss changes speed and weights",
        "Gradient descent: too large a step never settles, too small a one crawls",
        "Descent gets stuck on a plateau or in a shallow minimum",
        "Momentum: a ball with velocity rolls over plateaus and out of shallow minima, not out of deep ones",
        "Deeper networks are harder to train",
        "Convolution: a kernel slides over the picture; valid padding shrinks the result, same padding keeps its size",
        "Colour: a kernel has weights for each channel, and their sums are added",
        "Classical kernels filter pictures",
        "Pooling: less work, fewer parameters, some invariance; max and average",
        "Digits are recognised by a fully connected or a convolutional network",
        "The frameworks to learn next, TensorFlow and Caffe, and their first networks",
    ];

    // Rows whose lessons are still to come.
    private static readonly int[] Awaited = [];

    private static IEnumerable<int> Rows => Enumerable.Range(1, Note.Length);

    [Fact]
    public void Every_row_of_the_note_has_a_lesson() =>
        Assert.Equal(Awaited, Rows.Except(CourseCatalog.All.SelectMany(lesson => lesson.Rows)));

    [Fact]
    public void Lessons_name_rows_that_are_there() =>
        Assert.Equal([], CourseCatalog.All.SelectMany(lesson => lesson.Rows).Except(Rows));

    [Fact]
    public void The_document_says_which_lesson_shows_a_row_and_what_it_claims()
    {
        var written = RepositoryFiles.Read(Document);
        var expected = written[..written.IndexOf("| row |", StringComparison.Ordinal)] + Table();
        var file = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(Document));
        File.WriteAllText(file, expected);

        Assert.True(expected == written, $"{Document} is not what the lessons say; copy {file} over it.");
    }

    // A row for each lesson of each row of the note; a row without a lesson has none.
    private static string Table() =>
        "| row | the note | lesson | claims |\n|---|---|---|---|\n"
        + string.Concat(Rows.SelectMany(row => CourseCatalog.All.Where(lesson => lesson.Rows.Contains(row)).Select(
            (lesson, place) => place == 0
                ? $"| {row} | {Note[row - 1]} | `{lesson.Name}` | {Claims(lesson)} |\n"
                : $"| | | `{lesson.Name}` | {Claims(lesson)} |\n")));

    private static string Claims(ILesson lesson) => string.Join("<br>", lesson.IsPortable
        ? CourseRuns.Default(lesson.Name, Language.English).Claims.Select(claim => Escaped(claim.Text))
        : Templates(lesson).Select(Escaped));

    // Numbers that depend on the processor are left open.
    private static IEnumerable<string> Templates(ILesson lesson)
    {
        var texts = Texts.Of(lesson.Name, Language.English);
        return CourseRuns.Default(lesson.Name, Language.English).Claims.Select(
            claim => Place().Replace(texts[$"claim.{claim.Key}"], "..."));
    }

    private static string Escaped(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Place();
}
