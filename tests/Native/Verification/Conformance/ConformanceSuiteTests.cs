using TorchBasics.Core.Errors;
using TorchBasics.Verification.Conformance;

namespace TorchBasics.Tests.Native.Verification.Conformance;

public sealed class ConformanceSuiteTests : IDisposable
{
    private static readonly ConformanceEngine[] Both = [ConformanceEngine.Reference, ConformanceEngine.Libtorch];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("onnx-node", 24)]
    [InlineData("pytorch-converted", 6)]
    public void Both_engines_pass_the_sample_suites(string suite, int cases)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("TORCHBASICS_DATA") ?? string.Empty, suite);
        Assert.SkipUnless(Directory.Exists(folder), "The sample suites are not in the folder that TORCHBASICS_DATA names.");

        var report = ConformanceSuite.Run(folder, Both);

        Assert.Equal([], report.Results.Where(result => result.Outcome != CaseOutcome.Passed).Select(result => $"{result}"));
        Assert.Equal(2 * cases, report.Results.Count);
        Assert.All(report.Results, result => Assert.InRange(result.Largest!.Share, 0, 1));
    }

    [Fact]
    public void A_right_answer_passes_and_is_compared()
    {
        CaseWriter.Write(_folder["case"], "Relu", [1f, -2f], [1f, 0f]);

        var report = ConformanceSuite.Run(_folder.Path, Both);

        Assert.True(report.Passed);
        Assert.All(report.Results, result => Assert.Equal(("case", 0.0), (result.Case, result.Largest!.Error)));
    }

    [Fact]
    public void A_wrong_answer_fails_with_its_place_and_bound()
    {
        CaseWriter.Write(_folder["case"], "Relu", [1f, 2f], [1f, 2.0000002f]);

        var report = ConformanceSuite.Run(_folder.Path, Both);

        Assert.All(report.Results, result => Assert.Equal(CaseOutcome.Failed, result.Outcome));
        Assert.All(report.Results, result => Assert.StartsWith(
            "y[1]: 2 instead of 2.00000024, off by 2.38E-07, allowed 0 (nothing is rounded)",
            result.Detail,
            StringComparison.Ordinal));
    }

    [Fact]
    public void A_rounded_answer_may_be_off_by_its_bound_and_no_more()
    {
        var tanh = (float)Math.Tanh(0.5);
        CaseWriter.Write(
            _folder["near"], "Tanh", [0.5f], [BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(tanh) + 2)]);
        CaseWriter.Write(
            _folder["far"], "Tanh", [0.5f], [BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(tanh) + 40)]);

        var report = ConformanceSuite.Run(_folder.Path, Both);

        Assert.All(
            report.Results,
            result => Assert.Equal(result.Case == "near" ? CaseOutcome.Passed : CaseOutcome.Failed, result.Outcome));
    }

    [Fact]
    public void Not_a_number_is_equal_to_itself_only()
    {
        CaseWriter.Write(_folder["same"], "Relu", [float.NaN], [float.NaN]);
        CaseWriter.Write(_folder["other"], "Relu", [float.NaN], [0f]);

        var report = ConformanceSuite.Run(_folder.Path, [ConformanceEngine.Libtorch]);

        Assert.Equal(
            [("other", CaseOutcome.Failed), ("same", CaseOutcome.Passed)],
            report.Results.Select(result => (result.Case, result.Outcome)));
    }

    [Fact]
    public void Other_sizes_fail()
    {
        CaseWriter.Write(_folder["case"], "Relu", [1f, 2f], [1f]);

        Assert.All(
            ConformanceSuite.Run(_folder.Path, Both).Results,
            result => Assert.Contains("[2]; the suite has Float32 [1]", result.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_supported_is_named_and_counted()
    {
        CaseWriter.Write(_folder["a"], "Selu", [1f], [1f]);
        CaseWriter.Write(_folder["b"], "Selu", [1f], [1f]);
        CaseWriter.Write(_folder["c"], "Relu", [1f], [1f], CaseWriter.Integers("slope", 1));

        var report = ConformanceSuite.Run(_folder.Path, [ConformanceEngine.Reference]);

        Assert.False(report.Passed);
        Assert.Equal([new("operator Selu", 2), new("Relu: attribute slope", 1)], report.Unsupported);
    }

    [Fact]
    public void Damaged_and_missing_files_are_unreadable_and_do_not_stop_the_others()
    {
        CaseWriter.Write(_folder["1"], "Relu", [1f], [1f]);
        CaseWriter.Write(_folder["2"], "Relu", [1f], [1f]);
        CaseWriter.Write(_folder["3"], "Relu", [1f], [1f]);
        CaseWriter.Write(_folder["4"], "Relu", [1f], [1f]);
        CaseWriter.Write(_folder["5"], "Relu", [1f], [1f]);
        File.WriteAllBytes(Path.Combine(_folder["1"], "model.onnx"), [1, 2, 3]);
        File.Delete(Path.Combine(_folder["2"], "model.onnx"));
        File.Delete(Path.Combine(_folder["3"], "test_data_set_0", "output_0.pb"));
        Directory.Delete(Path.Combine(_folder["4"], "test_data_set_0"), recursive: true);

        var report = ConformanceSuite.Run(_folder.Path, [ConformanceEngine.Reference]);

        Assert.Equal(
            [CaseOutcome.Unreadable, CaseOutcome.Unreadable, CaseOutcome.Unreadable, CaseOutcome.Unreadable, CaseOutcome.Passed],
            report.Results.Select(result => result.Outcome));
    }

    [Fact]
    public void Windows_that_do_not_fit_are_refused_before_anything_is_computed()
    {
        CaseWriter.Write(_folder["case"], "MaxPool", [1f], [1f], CaseWriter.Integers("kernel_shape", 0xFF, 0xFF, 0xFF, 0xFF, 7));

        var result = Assert.Single(ConformanceSuite.Run(_folder.Path, [ConformanceEngine.Reference]).Results);

        Assert.Equal(CaseOutcome.Unreadable, result.Outcome);
    }

    [Fact]
    public void A_folder_without_cases_is_refused()
    {
        var error = Assert.Throws<TorchBasicsException>(() => ConformanceSuite.Run(_folder.Path, Both));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Throws<TorchBasicsException>(() => ConformanceSuite.Run(_folder["none"], Both));
    }
}
