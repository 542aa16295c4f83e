using TorchBasics.Bindings.Proving;
using TorchBasics.Kernels.Proving;

namespace TorchBasics.Tests.Native.Bindings.Proving;

public class OperatorProbeTests
{
    private const int ResultsOfEach = 4, Times = 2;

    // Two small questions of four results each.
    private static readonly KnownAnswer[] Two =
        [new ConvolutionAnswer(new(1, 2, 3, 4, 3), []), new ConvolutionAnswer(new(2, 1, 2, 5, 1), [])];

    private bool _onOneThread;

    [Fact]
    public void A_sound_engine_has_a_row_for_each_result_and_nothing_wrong()
    {
        var report = Probe(Two, Path((_, _) => { }));

        Assert.Equal(
            ["conv2d", "conv2d, gradient of the input", "conv2d, gradient of the weights", "conv2d, gradient of the bias"],
            report.Rows.Select(row => row.Operator));
        Assert.All(report.Rows, row => Assert.Equal(("fake", 2, 0, null), (row.Path, row.Shapes, row.Wrong, row.First)));
        Assert.Equal((2, true), (report.Shapes, report.IsRight));
    }

    [Fact]
    public void A_shape_that_is_wrong_once_is_counted_once_and_named_with_expected_and_found()
    {
        const int secondCallOfTheSecond = (Times + 1) * ResultsOfEach, gradientOfInput = secondCallOfTheSecond + 1;

        var report = Probe(
            Two, Path((result, count) => result[count == gradientOfInput ? 3 : 0] += count == gradientOfInput ? 1 : 0));

        var row = report.Rows.Single(row => row.Wrong > 0);
        Assert.Equal(("conv2d, gradient of the input", 2, 1), (row.Operator, row.Shapes, row.Wrong));
        Assert.Equal((Two[1].Shape, 3, row.First!.Expected + 1), (row.First.Shape, row.First.Index, row.First.Found));
        Assert.Equal(Two[1].Answer()[1][3], row.First.Expected);
        Assert.False(report.IsRight);
    }

    [Fact]
    public void A_shape_that_is_wrong_each_time_is_counted_once() =>
        Assert.All(Probe(Two, Path((result, _) => result[0] = float.NaN)).Rows, row => Assert.Equal(2, row.Wrong));

    [Fact]
    public void A_result_of_another_length_is_wrong() =>
        Assert.Equal((1, 0f), WrongAnswer.Find("linear", "1 x 2 to 3", "all threads", [5], [5, 0]) is { } wrong
            ? (wrong.Index, wrong.Expected)
            : default);

    [Fact]
    public void An_engine_that_is_wrong_only_with_one_thread_is_found()
    {
        var path = Path((result, _) => result[0] += _onOneThread ? 1 : 0) with { OnOneThread = OnOneThread };

        Assert.Equal("one thread", Probe(Two, path).Rows[0].First!.Threads);
    }

    [Fact]
    public void Every_call_is_made_with_the_settings_of_its_way()
    {
        var within = false;
        var path = Path((result, _) => result[0] += within ? 0 : 1) with
        {
            Within = action =>
            {
                within = true;
                action();
                within = false;
            },
        };

        Assert.All(Probe(Two, path).Rows, row => Assert.Equal(0, row.Wrong));
    }

    [Fact]
    public void What_a_way_cannot_compute_is_not_asked_of_it()
    {
        KnownAnswer[] questions = [.. Two, new NormAnswer(new(1, 2, 3), [])];

        var report = Probe(
            questions,
            Path((_, _) => { }) with { CanAnswer = KernelOperators.CanAnswer },
            Path((_, _) => { }) with { Name = "all" });

        Assert.Equal("all", Assert.Single(report.Rows, row => row.Operator == "batch_norm").Path);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Only_what_is_in_use_has_to_be_right(bool inUse, bool isRight)
    {
        var report = Probe(Two, Path((_, _) => { }), Path((result, _) => result[0]++) with { Name = "wrong", InUse = inUse });

        Assert.Equal(isRight, report.IsRight);
    }

    [Fact]
    public void A_host_on_which_nothing_may_compute_is_not_right() =>
        Assert.False(Probe(Two, Path((_, _) => { }) with { InUse = false }).IsRight);

    [Fact]
    public void A_probe_tells_how_far_it_is_and_stops_between_two_shapes()
    {
        using var cancellation = new CancellationTokenSource();
        var asked = new Asked(cancellation);

        Assert.Throws<OperationCanceledException>(() => OperatorProbe.Run(Two, [Path((_, _) => { })], asked, cancellation.Token));

        Assert.Equal(1, asked.Last);
    }

    [Fact]
    public void The_probe_has_hundreds_of_different_shapes_of_each_operator()
    {
        foreach (var ofOperator in ProbeQuestions.All.GroupBy(question => question.Operator))
        {
            var shapes = ofOperator.Select(question => question.Shape).ToHashSet();
            Assert.True(shapes.Count >= 200, $"{ofOperator.Key}: {shapes.Count}");
            Assert.Equal(ofOperator.Count(), shapes.Count);
        }
    }

    [Fact]
    public void No_sum_of_the_probe_can_be_rounded()
    {
        const double largestProduct = 3 * 3, exact = 1 << 24;

        foreach (var sizes in ProbeQuestions.All.OfType<ConvolutionAnswer>().Select(question => question.Sizes))
        {
            var taps = sizes.Kernel * sizes.Kernel;
            var terms = Math.Max(
                sizes.Samples * sizes.OutputSide * sizes.OutputSide, taps * Math.Max(sizes.Channels, sizes.Outputs));
            Assert.True((largestProduct * terms) + 9 < exact, $"{sizes}");
        }
    }

    private static ProbePath Path(Action<float[], int> spoil) => new("fake", InUse: true, new FaultyOperators(spoil));

    private static ProbeReport Probe(KnownAnswer[] questions, params ProbePath[] paths) =>
        OperatorProbe.Run(questions, paths, asked: null, TestContext.Current.CancellationToken);

    private void OnOneThread(Action action)
    {
        _onOneThread = true;
        action();
        _onOneThread = false;
    }

    private sealed class Asked(CancellationTokenSource cancellation) : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value)
        {
            Last = value;
            cancellation.Cancel();
        }
    }
}
