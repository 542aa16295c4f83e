using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Models;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Lessons.Rendering;
using TorchBasics.Pages;

namespace TorchBasics.Tests.Managed.Lessons;

/// <summary>Does every lesson at the ends of its parameters, and with all of them drawn at random.</summary>
public sealed class RangeTests
{
    // What a run may take of a thread's memory, which the reference makes much of, and what its HTML may take on a page: both
    // the same on every machine, however busy.
    private const long MostWork = 6_000_000_000;
    private const int MostText = 1_000_000;

    private const int Draws = 4;

    public static TheoryData<string, string> Changes => new(
        from lesson in CourseCatalog.All
        from change in Single(lesson).Concat(Random(lesson)).Distinct()
        select (lesson.Name, change));

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_lesson_runs_or_says_what_does_not_go_together(string name, string changes)
    {
        var lesson = CourseCatalog.Find(name);
        var values = ParameterValues.Of(lesson.Parameters, changes.Split('&').Select(
            change => KeyValuePair.Create(change.Split('=', 2)[0], change.Split('=', 2)[1])));
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var run = lesson.Run(values, Language.English, CourseRuns.Context);

            var work = GC.GetAllocatedBytesForCurrentThread() - before;
            var html = Page.Fragment(ExperimentHtml.Of(run, Texts.Of(name, Language.English)));
            TestContext.Current.TestOutputHelper!.WriteLine($"{work:N0} bytes of work, {html.Length:N0} letters");
            Assert.InRange(work, 0, MostWork);
            Assert.InRange(html.Length, 1, MostText);
            Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", html, StringComparison.Ordinal);
            Assert.NotEmpty(XElement.Parse($"<section>{html}</section>").Elements());
        }
        catch (TorchBasicsException error)
        {
            Assert.True(error.Kind is ErrorKind.Usage or ErrorKind.Data, $"{error.Kind}");
            Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string> Lessons => CourseRuns.Names;

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_parameter_begins_with_the_usual_form_of_a_value(string lesson) => Assert.All(
        CourseCatalog.Find(lesson).Parameters,
        parameter => Assert.Equal(parameter.Default, parameter.Normalize(parameter.Default)));

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_long_experiment_tells_how_much_is_done_and_can_be_ended(string name)
    {
        var lesson = CourseCatalog.Find(name);
        var shares = new List<double>();

        Run(shares.Add);

        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.Equal(shares.Order(), shares);
        if (shares.Count > 0)
            Assert.Throws<OperationCanceledException>(() => Run(_ => throw new OperationCanceledException()));

        void Run(Action<double> report) => lesson.Run(
            ParameterValues.Of(lesson.Parameters, []), Language.English, CourseRuns.Context with { Report = report });
    }

    private static IEnumerable<string> Single(ILesson lesson) => lesson.Parameters.SelectMany(
        parameter => Ends(lesson, parameter).Select(value => $"{parameter.Name}={value}"));

    private static IEnumerable<string> Random(ILesson lesson) =>
        lesson.Parameters.Count == 0 ? [] : Enumerable.Range(0, Draws).Select(draw =>
        {
            var random = RandomGenerator.ForStream(1, lesson.Name, (ulong)draw);
            return string.Join('&', lesson.Parameters.Select(
                parameter => $"{parameter.Name}={Drawn(lesson, parameter, random)}"));
        });

    private static IEnumerable<string> Ends(ILesson lesson, Parameter parameter) => parameter switch
    {
        ChoiceParameter choice => choice.Choices,
        NumberParameter number => [Text(number.Minimum), Text(number.Maximum)],
        WholeParameter number => [Text(number.Minimum), Text(number.Maximum)],
        SeedParameter => ["0", "3", Text(uint.MaxValue)],
        GridParameter grid => [Grid(grid, grid.Minimum), Grid(grid, grid.Maximum), Grid(grid, Math.Max(0, grid.Minimum))],
        PointsParameter points =>
        [
            "", Point(points, 0), string.Join(';', Enumerable.Repeat(Point(points, points.Classes - 1), points.Most)),
        ],
        DrawingParameter drawing => [Picture(drawing, 0), Picture(drawing, 255)],
        ModelParameter model => ["", Given(lesson, model, 0), Given(lesson, model, 10_000), Given(lesson, model, -10_000)],
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "There is no such parameter."),
    };

    private static string Drawn(ILesson lesson, Parameter parameter, RandomGenerator random) => parameter switch
    {
        NumberParameter number => Text(Math.Round(random.NextUniform(number.Minimum, number.Maximum), 4)),
        WholeParameter number => Text(number.Minimum + random.NextInt32(number.Maximum - number.Minimum + 1)),
        SeedParameter => Text(random.NextInt32(int.MaxValue)),
        _ => Ends(lesson, parameter).Append(parameter.Default).ToList() is var ends ? ends[random.NextInt32(ends.Count)] : "",
    };

    private static string Grid(GridParameter grid, double value) =>
        string.Join(';', Enumerable.Repeat(string.Join(',', Enumerable.Repeat(Text(value), grid.Columns)), grid.Rows));

    private static string Point(PointsParameter points, int label) => $"{Text(points.Minimum)},{Text(points.Maximum)},{label}";

    private static string Picture(DrawingParameter drawing, byte ink) =>
        Convert.ToBase64String([.. Enumerable.Repeat(ink, drawing.Size * drawing.Size)]);

    // All weights the same number, the largest that a file may have or none.
    private static string Given(ILesson lesson, ModelParameter parameter, float weight)
    {
        var network = parameter.Network(ParameterValues.Of(lesson.Parameters, []));
        var weights = network.Parameters.Select(one => NamedArray.Of<float>(
            one.Name,
            [.. one.Spec.Shape.Select(size => (long)size)],
            [.. Enumerable.Repeat(weight, (int)one.Spec.Shape.Elements)]));
        return CourseRuns.Context.Files.Add(ModelFile.ToBytes(new(network, [.. weights])));
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
