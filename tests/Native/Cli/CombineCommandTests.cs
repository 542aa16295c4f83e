using TorchBasics.Core;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.Formats.Kinds;
using TorchBasics.Tests.Native.Export;

namespace TorchBasics.Tests.Native.Cli;

public sealed class CombineCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CombineCommandTests()
    {
        foreach (var seed in (ulong[])[1, 2])
            ModelExport.Write(
                Networks.Of("xor-mlp", seed) with { ClassNames = ["0", "1"], TrainedOn = "xor" },
                _folder[$"{seed}.safetensors"],
                FileKind.SafeTensors,
                new ExportOptions { Batches = [1] });
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_models_become_one_file()
    {
        var output = Run("combine", "1.safetensors", "2.safetensors", "-o", "committee.safetensors").ShouldSucceed();

        Assert.Contains("network     xor-mlp-committee, 84 parameters, trained on xor", output, StringComparison.Ordinal);
        var model = ModelImport.Read(_folder["committee.safetensors"]).Model;
        Assert.True(model.Architecture.GivesProbabilities);
        Assert.Equal(8, model.Weights.Count);
    }

    [Fact]
    public void The_file_is_named_after_the_network_and_replaces_none()
    {
        Run("combine", "1.safetensors", "2.safetensors", "--average", "outputs").ShouldSucceed();

        Assert.False(ModelImport.Read(_folder["xor-mlp-committee.safetensors"]).Model.Architecture.GivesProbabilities);
        Run("combine", "1.safetensors", "2.safetensors").ShouldFail(2, "xor-mlp-committee.safetensors exists already");
    }

    // The mean of equal probabilities is each of them: the committee has the loss of its member.
    [Theory]
    [InlineData("fused")]
    [InlineData("libtorch")]
    public void A_committee_of_one_and_the_same_model_is_evaluated_as_that_model(string kernels)
    {
        Run("combine", "1.safetensors", "1.safetensors", "-o", "twice.safetensors").ShouldSucceed();

        var one = Run("evaluate", "1.safetensors", "--json", "--kernels", kernels).Json;
        var twice = Run("evaluate", "twice.safetensors", "--json", "--kernels", kernels).Json;

        Assert.Equal(one.GetProperty("loss").GetDouble(), twice.GetProperty("loss").GetDouble(), 1e-6);
        Assert.Equal(one.GetProperty("accuracy").GetDouble(), twice.GetProperty("accuracy").GetDouble());
    }

    [Theory]
    [InlineData("committee.onnx")]
    [InlineData("committee.pt")]
    [InlineData("committee.npz")]
    public void A_committee_goes_to_every_format_and_back(string file)
    {
        Run("combine", "1.safetensors", "2.safetensors", "-o", "committee.safetensors").ShouldSucceed();

        Run("export", "committee.safetensors", "-o", file).ShouldSucceed();

        var committee = ModelImport.Read(_folder["committee.safetensors"]).Model;
        var back = ModelImport.Read(_folder[file], new ImportOptions
        {
            // an npz holds arrays alone
            Architecture = file.EndsWith("npz", StringComparison.Ordinal) ? committee.Architecture : null,
        }).Model;
        Assert.Equal(WeightHash.Of(committee.Weights), WeightHash.Of(back.Weights));
        Assert.True(back.Architecture.GivesProbabilities);
    }

    [Fact]
    public void ONNX_Runtime_computes_a_committee_as_we_do()
    {
        Run("combine", "1.safetensors", "2.safetensors", "-o", "committee.safetensors").ShouldSucceed();

        Assert.Contains(
            "the file in ONNX Runtime",
            Run("export", "committee.safetensors", "-o", "committee.onnx", "--verify-with", "onnxruntime").ShouldSucceed(),
            StringComparison.Ordinal);
        Assert.Equal(FileKind.Onnx, FileKinds.Detect(_folder["committee.onnx"]));
    }

    [Fact]
    public void A_committee_is_checked_against_the_reference_as_any_model()
    {
        Run("combine", "1.safetensors", "2.safetensors", "-o", "committee.safetensors", "--average", "outputs").ShouldSucceed();

        Run("check", "--model", "committee.safetensors", "--steps", "2", "--follow", "2").ShouldSucceed();
    }

    [Fact]
    public void Probabilities_are_not_trained_by_a_loss_that_wants_logits()
    {
        Run("combine", "1.safetensors", "2.safetensors", "-o", "committee.safetensors").ShouldSucceed();

        Run("train", "committee.safetensors", "--data", "xor").ShouldFail(
            2,
            "committee.safetensors gives the mean of the probabilities of its members, and cross-entropy wants logits.",
            "Train the members, each on its own");
    }

    [Theory]
    [InlineData("'combine' writes safetensors; the ending of x.onnx says another format", "-o", "x.onnx")]
    [InlineData("--average got 'median'; expected one of probabilities, outputs", "--average", "median")]
    public void What_makes_no_sense_is_refused(string message, params string[] arguments) =>
        Run(["combine", "1.safetensors", "2.safetensors", .. arguments]).ShouldFail(2, message);

    [Fact]
    public void Models_that_differ_are_refused_and_nothing_is_written()
    {
        Run("combine", "1.safetensors", "threshold-and", "-o", "new/x.safetensors").ShouldFail(
            2, "These models make no committee: threshold-and");

        Assert.Equal(["1.safetensors", "2.safetensors"], _folder.Names.Order());
    }

    private CliResult Run(params string[] arguments) => CliProcess.Run(_folder.Path, arguments);
}
