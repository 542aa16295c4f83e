using TorchBasics.Core.Recipes;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Recording;
using TorchBasics.Verification.Running;

namespace TorchBasics.Tests.Native.Verification.Reports;

/// <summary>How findings that come one at a time are summed up.</summary>
public sealed class CheckReportTests
{
    private const string Engine = "an engine";
    private const string Model = "a model";

    public static TheoryData<Place, Quantity> Kinds => new()
    {
        { Place.Inputs, Quantity.Inputs },
        { Place.Labels, Quantity.Inputs },
        { new Place("conv1", "input"), Quantity.Inputs },
        { Place.Output("conv1"), Quantity.Outputs },
        { Place.Loss, Quantity.Loss },
        { Place.LossGradient, Quantity.LossGradient },
        { Place.InputGradient("conv1"), Quantity.InputGradients },
        { Place.ParameterGradient("conv1", "weight"), Quantity.ParameterGradients },
        { Place.Buffer("conv1.weight", "momentum"), Quantity.Buffers },
        { Place.Buffer("conv1.weight", "exp_avg_sq"), Quantity.Buffers },
        { new Place("conv1", "exp_avg.weight.before"), Quantity.Buffers },
        { Place.Parameter("conv1.weight"), Quantity.Parameters },
        { new Place("conv1", "weight.before"), Quantity.Parameters },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_place_holds_one_kind_of_number(Place place, Quantity expected) =>
        Assert.Equal(expected, Quantities.Of(place));

    [Fact]
    public void Findings_about_one_array_become_one_row_with_the_worst_step_and_all_counts()
    {
        var report = Empty();

        Add(report, "conv1", step: 1, fraction: 0.2);
        Add(report, "conv1", step: 2, fraction: 0.7);
        Add(report, "conv1", step: 3, fraction: 0.4);

        var row = Assert.Single(report.Rows);
        Assert.Equal((0.7, 2, 30), (row.Worst.Fraction, row.Step, row.Worst.Count));
        Assert.Null(row.FirstFailure);
        Assert.True(report.Passed);
    }

    [Fact]
    public void A_row_that_failed_tells_the_first_failure_and_the_worst()
    {
        var report = Empty();

        Add(report, "conv1", step: 1, fraction: 0.5);
        Add(report, "conv1", step: 2, fraction: 3);
        Add(report, "conv1", step: 3, fraction: 8);

        var row = Assert.Single(report.Failures);
        Assert.Equal((2, 3), (row.FirstFailure!.Step, row.Step));
        Assert.Equal("conv1.output[4] of a model on an engine (local check, step 2)", FindingText.Where(row));
        Assert.Contains(FindingText.What(row), line => line.StartsWith("worst in step 3", StringComparison.Ordinal));
    }

    [Fact]
    public void Failures_stand_in_the_order_in_which_they_began_not_in_that_of_the_arrays()
    {
        var report = Empty();

        Add(report, "conv1", step: 1, fraction: 0.5);
        Add(report, "conv2", step: 1, fraction: 2);
        Add(report, "conv1", step: 2, fraction: 100);

        Assert.Equal(["conv2", "conv1"], report.Failures.Select(row => row.Worst.Place.Layer));
        Assert.Equal(
            "A deviation: 2 of 2 arrays out of bounds, first conv2.output[4] of a model on an engine (local check, step 1).",
            report.Verdict);
    }

    [Fact]
    public void A_number_that_is_no_number_is_worse_than_any_error()
    {
        var report = Empty();

        Add(report, "conv1", step: 1, fraction: 1e9);
        report.Add(Model, new Finding(Engine, "local", 2, Deviation.Failed(Place.Output("conv1"), "element [0] is NaN")));

        Assert.Equal("element [0] is NaN", Assert.Single(report.Rows).Worst.Problem);
        Assert.Equal(1, report.Rows[0].FirstFailure!.Step);
    }

    [Fact]
    public void Nothing_compared_is_no_pass()
    {
        var report = Empty();

        Assert.False(report.Passed);
        Assert.Equal("Nothing was compared.", report.Verdict);
    }

    [Fact]
    public void A_cell_of_the_matrix_holds_the_worst_of_all_checks_and_layers()
    {
        var report = Empty();

        Add(report, "conv1", step: 1, fraction: 0.3);
        Add(report, "conv2", step: 1, fraction: 0.6);
        report.Add(Model, new Finding(Engine, "dual", null, Compare(Place.Output("conv1"), 0.9)));
        report.Add(Model, new Finding(Engine, "local", 1, Compare(Place.Loss, 0.1)));

        var cells = report.Matrix();
        Assert.Equal([Quantity.Outputs, Quantity.Loss], cells.Select(cell => cell.Quantity));
        Assert.Equal((0.9, "dual", 30), (cells[0].Worst.Worst.Fraction, cells[0].Worst.Check, cells[0].Count));
    }

    private static void Add(CheckReport report, string layer, int step, double fraction) =>
        report.Add(Model, new Finding(Engine, "local", step, Compare(Place.Output(layer), fraction)));

    private static Deviation Compare(Place place, double fraction) =>
        new(place) { Numbers = new(10, [4], new(fraction, 0, 1), Largest: fraction) };

    private static CheckReport Empty() => new(new CheckHeader(
        new Dictionary<string, string>(),
        1,
        [Engine],
        [new RunHeader(Model, 1, 3, 2, OptimizerKind.Sgd, LossKind.CrossEntropy, 0.1)]));
}
