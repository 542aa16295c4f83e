using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using static TorchBasics.Lessons.Drawings.MatrixDrawing;

namespace TorchBasics.Lessons.Course;

/// <summary>A neuron is a line, several neurons are regions; and a network learns regions for a person's own points.</summary>
internal sealed class RegionsLesson() : Lesson<RegionsLesson.Result>("regions", 4)
{
    private const int MostNeurons = 4, Classes = 4, MostPasses = 60, Grid = 60;

    private static readonly PointsParameter Own = new("points", Start, Classes, -1, 1, Most: 60);

    // Three classes: one in the middle, one around three of its sides, one on the fourth: no straight line frees the middle.
    private const string Start =
        "0,0.1,0;0.15,-0.1,0;-0.15,-0.05,0;0.05,0.2,0;-0.1,0.15,0;0.1,-0.2,0;"
        + "-0.7,0.1,1;-0.6,0.5,1;-0.55,-0.4,1;-0.2,0.7,1;-0.3,-0.65,1;0.2,0.75,1;0.25,-0.7,1;0.55,0.65,1;0.5,-0.6,1;"
        + "0.7,-0.1,2;0.65,0.2,2;0.85,0,2;0.8,0.3,2;0.75,-0.3,2";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new WholeParameter("neurons", 3, 1, MostNeurons),
        new GridParameter("lines", "1,0.5,-0.3;-0.4,1,-0.2;0.7,-1,-0.1;1,0.5,0.5", MostNeurons, 3, -3, 3),
        Own,
        new ChoiceParameter("learner", ["mlp", "softmax", "perceptrons"]),
        new WholeParameter("units", 6, 1, 12),
        new WholeParameter("steps", 200, 0, 600),
        new NumberParameter("rate", 0.05, 0.001, 1, 0.001),
        new SeedParameter(1),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new(
            "eleven", result => result.Arrangement.Regions.Count == LineArrangement.Most(MostNeurons),
            new("neurons", "4"), new("lines", "1,0.5,-0.3;-0.4,1,-0.2;0.7,-1,-0.1;1,0.1,0.5")),
        new(
            "fewest", result => result is { Learner: "mlp", Units: <= 3, Mistakes: 0, HasStartPoints: true },
            new("units", "3"), new("steps", "400")),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var grid = values.Grid("lines");
        var neurons = Enumerable.Range(0, values.Whole("neurons"))
            .Select(k => new NeuronWeights(grid[k, 0], grid[k, 1], grid[k, 2])).ToList();
        if (neurons.FindIndex(neuron => neuron is { W1: 0, W2: 0 }) is var none and >= 0)
            throw Refuse("no-line", none + 1);
        var points = values.Points(Own.Name);
        var classes = points.Select(point => point.Class).DefaultIfEmpty().Max() + 1;
        if (points.Select(point => point.Class).Distinct().Count() < 2)
            throw Refuse("one-class");
        var (stops, losses) = Learn(values, points, classes, context);
        return new(
            neurons, LineArrangement.Of(neurons), Seen(neurons),
            points, values.Text("learner"), values.Whole("units"), stops, losses,
            values.AreDefault, values.IsDefault(Own.Name));
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        .. result.Arrangement.Regions.Select(region => (double)region),
        .. result.Points.Select(point => (double)result.Last.Classify(point.X, point.Y)),
        .. result.Last.Outputs([.. result.Points.Select(point => (point.X, point.Y))]).SelectMany(outputs => outputs),
        .. result.Losses,
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        var (found, neurons) = (result.Arrangement.Regions.Count, result.Neurons.Count);
        yield return new(
            "counted", found == result.Arrangement.CountByCuts, neurons, found, string.Join(" + ", result.Arrangement.Pieces));
        yield return new("most", found <= LineArrangement.Most(neurons), neurons, LineArrangement.Most(neurons));
        yield return new("seen", result.Seen.All(result.Arrangement.Regions.Contains), result.Seen.Count);
        if (result.Learner != "mlp")
            yield return new("straight", IsCrossedOnce(result.Last));
        if (result.AreDefault)
            yield return new("learnt", result.Mistakes == 0, result.Points.Count);
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        var neurons = result.Neurons;
        var caption = texts.Format(
            "lines.caption", neurons.Count, result.Arrangement.Regions.Count, LineArrangement.Most(neurons.Count));
        var drawing = ArrangementDrawing.Draw(neurons);
        yield return new Paragraph(texts["lines.text"]);
        yield return new Formula([.. neurons.Select((neuron, k) => $"{texts.Format("fires", k + 1)} {Side(neuron)}")]);
        yield return new Beside(
            new Picture(drawing.Draw(caption), caption, drawing.Lines()),
            new DataTable(
                texts["regions.caption"],
                [new(texts["answers"], IsText: true), new(texts["in-picture"], IsText: true)],
                [.. result.Arrangement.Regions.Select(region => (IReadOnlyList<Cell>)
                    [ArrangementDrawing.Word(region, neurons.Count), texts[result.Seen.Contains(region) ? "yes" : "outside"]])]));
        yield return new Heading(texts["own.heading"]);
        yield return new Paragraph(texts["own.text"]);
        yield return Plane(result, result.Last, texts);
        if (result.Losses.Count > 0)
            yield return new Paragraph(double.IsFinite(result.Last.Loss)
                ? texts.Format("loss.text", Number(result.Stops[0].Loss), Number(result.Last.Loss))
                : texts["diverged"]);
        if (result.Stops.Count > 1)
            yield return new Frames(
                texts["frames.caption"], [.. result.Stops.Select(stop => (IReadOnlyList<Block>)[Plane(result, stop, texts)])]);
    }

    private static (IReadOnlyList<PlaneClassifier> Stops, IReadOnlyList<double> Losses) Learn(
        ParameterValues values, IReadOnlyList<PlanePoint> points, int classes, LessonContext context)
    {
        if (values.Text("learner") == "perceptrons")
            return ([PlaneClassifier.OneAgainstAll(points, classes, MostPasses)], []);
        var architecture = values.Text("learner") == "softmax"
            ? Mlp.Describe("softmax", [2], classes)
            : new Architecture(
                "mlp", [2],
                new Linear("hidden", 2, values.Whole("units")), new Tanh(), new Linear("output", values.Whole("units"), classes));
        var steps = values.Whole("steps");
        return PlaneClassifier.Train(
            points, architecture, values.Seed(), values.Number("rate"),
            [.. new[] { 0, steps / 20, steps / 8, steps / 4, steps / 2, steps }.Distinct()], context.Report);
    }

    private static Picture Plane(Result result, PlaneClassifier classifier, Texts texts)
    {
        var mistakes = classifier.Mistakes(result.Points);
        var caption = texts.Format($"{result.Learner}.caption", classifier.Step, mistakes, result.Points.Count);
        var plane = new PlaneDrawing(-1, 1, -1, 1);
        classifier.Prepare(plane.Places);
        plane.Regions(classifier.Classify);
        foreach (var (w1, w2, b) in classifier.Lines)
            plane.Line(w1, w2, b, "boundary thin");
        plane.Points(
            result.Points,
            point => texts.Format("point.tip", Number(point.X), Number(point.Y), point.Class, Says(point)),
            point => Says(point) == point.Class ? "" : "wrong");
        return new(plane.Editable(Own).Draw(caption), caption, plane.Lines());

        int Says(PlanePoint point) => classifier.Classify(point.X, point.Y);
    }

    private static string Side(NeuronWeights neuron) =>
        $"{Number(neuron.W1)} x1 + {Number(neuron.W2)} x2 + {Number(neuron.B)} > 0"
            .Replace("+ -", "- ", StringComparison.Ordinal);

    private static SortedSet<int> Seen(IReadOnlyList<NeuronWeights> neurons) =>
        [.. NeuronAnswers.Ask(neurons, [.. GridPlaces()]).Where(place => !place.IsOnLine).Select(place => place.Answers)];

    private static IEnumerable<(double X, double Y)> GridPlaces() =>
        Enumerable.Range(0, Grid * Grid).Select(k => (Place(k % Grid), Place(k / Grid)));

    // A straight cut meets a convex region once: no class comes back within a row or a column of the picture.
    private static bool IsCrossedOnce(PlaneClassifier classifier)
    {
        classifier.Prepare(GridPlaces());
        return Enumerable.Range(0, Grid).Select(Place).All(line =>
            ComesOnce(k => classifier.Classify(Place(k), line)) && ComesOnce(k => classifier.Classify(line, Place(k))));
    }

    private static bool ComesOnce(Func<int, int> label)
    {
        var past = new HashSet<int>();
        for (var k = 0; k < Grid; k++)
            if ((k == 0 || label(k) != label(k - 1)) && !past.Add(label(k)))
                return false;
        return true;
    }

    private static double Place(int k) => -1 + ((k + 0.5) * 2 / Grid);

    /// <summary>What the experiment returns.</summary>
    /// <param name="Neurons">The neurons whose lines are drawn.</param>
    /// <param name="Arrangement">Their regions in the whole plane.</param>
    /// <param name="Seen">The regions that the picture shows.</param>
    /// <param name="Points">The points to learn.</param>
    /// <param name="Learner">What learns them.</param>
    /// <param name="Units">Hidden units of a network.</param>
    /// <param name="Stops">What it says after some of the steps.</param>
    /// <param name="Losses">The loss before each step.</param>
    /// <param name="AreDefault">Whether nobody has changed anything.</param>
    /// <param name="HasStartPoints">Whether the points are those of the beginning.</param>
    internal sealed record Result(
        IReadOnlyList<NeuronWeights> Neurons,
        LineArrangement Arrangement,
        IReadOnlySet<int> Seen,
        IReadOnlyList<PlanePoint> Points,
        string Learner,
        int Units,
        IReadOnlyList<PlaneClassifier> Stops,
        IReadOnlyList<double> Losses,
        bool AreDefault,
        bool HasStartPoints)
    {
        /// <summary>What it says at the end.</summary>
        public PlaneClassifier Last => Stops[^1];

        /// <summary>Points that it gives to a wrong class at the end.</summary>
        public int Mistakes => Last.Mistakes(Points);
    }
}
