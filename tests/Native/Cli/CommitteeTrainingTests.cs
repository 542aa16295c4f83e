using TorchBasics.Core;
using TorchBasics.Formats.Models;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>train --members: runs one after the other whose models become one.</summary>
public sealed class CommitteeTrainingTests : IDisposable
{
    private static readonly string[] Xor = ["train", "xor-mlp", "--device", "cpu", "--threads", "1", "--epochs", "5"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_member_is_a_run_with_the_next_seed_and_all_of_them_become_one_model()
    {
        var output = Run([.. Xor, "--seed", "5", "--members", "3", "--output", "committee"]).ShouldSucceed();

        Assert.Contains("member      3 of 3", output, StringComparison.Ordinal);
        Assert.Contains("committee   xor-mlp-committee, 3 members, 126 parameters", output, StringComparison.Ordinal);
        var committee = ModelFile.Read(_folder["committee/model.safetensors"]);
        for (var member = 1; member <= 3; member++)
        {
            Run([.. Xor, "--seed", $"{4 + member}", "--output", $"alone{member}"]).ShouldSucceed();
            var alone = ModelFile.Read(_folder[$"alone{member}/model.safetensors"]);
            Assert.Equal(WeightHash.Of(alone.Weights), WeightHash.Of(OfMember(committee, member)));
        }

        Run("evaluate", "committee").ShouldSucceed();
    }

    [Fact]
    public void A_committee_whose_members_are_not_all_finished_is_continued()
    {
        Run([.. Xor, "--members", "3", "--output", "whole"]).ShouldSucceed();
        Run([.. Xor, "--members", "3", "--output", "cut"]).ShouldSucceed();
        var expected = WeightHash.Of(ModelFile.Read(_folder["whole/model.safetensors"]).Weights);
        File.Delete(_folder["cut/model.safetensors"]);
        File.Delete(_folder["cut/member2/model.safetensors"]); // its checkpoints stay
        Directory.Delete(_folder["cut/member3"], recursive: true);

        var output = Run("train", "--resume", "cut").ShouldSucceed();

        Assert.DoesNotContain("member      1 of 3", output, StringComparison.Ordinal);
        Assert.Contains("member      2 of 3", output, StringComparison.Ordinal);
        Assert.Equal(expected, WeightHash.Of(ModelFile.Read(_folder["cut/model.safetensors"]).Weights));
    }

    [Fact]
    public void Json_names_the_committee_and_the_run_of_every_member()
    {
        var json = Run([.. Xor, "--members", "2", "--output", "committee", "--json"]).Json;

        Assert.Equal("committee", json.GetProperty("folder").GetString());
        Assert.Equal(
            WeightHash.Of(ModelFile.Read(_folder["committee/model.safetensors"]).Weights),
            json.GetProperty("weightHash").GetString());
        Assert.Equal(
            [Path.Combine("committee", "member1"), Path.Combine("committee", "member2")],
            json.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("folder").GetString()));
    }

    [Theory]
    [InlineData("--members is 1; expected 2 to 256 networks.", "train", "xor-mlp", "--members", "1")]
    [InlineData("--find-learning-rate is for one network", "train", "xor-mlp", "--members", "2", "--find-learning-rate")]
    [InlineData("These models make no committee: lenet5-original has a RbfOutput", "train", "lenet5-original", "--members", "2")]
    [InlineData("--members does not go with the perceptron", "train", "perceptron", "--members", "2")]
    public void What_makes_no_committee_is_refused_before_anything_is_trained(string message, params string[] arguments)
    {
        Run(arguments).ShouldFail(2, message);

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void A_folder_that_holds_a_committee_is_not_overwritten()
    {
        Run([.. Xor, "--members", "2", "--output", "committee"]).ShouldSucceed();

        Run([.. Xor, "--members", "2", "--output", "committee"]).ShouldFail(2, "committee already holds a run");
    }

    [Fact]
    public void A_request_that_was_damaged_says_how_the_members_can_be_used()
    {
        Run([.. Xor, "--members", "2", "--output", "committee"]).ShouldSucceed();
        File.WriteAllText(_folder["committee/committee.json"], "{\"members\": 1}");

        Run("train", "--resume", "committee").ShouldFail(3, "committee.json", "'torchbasics combine'");
    }

    private CliResult Run(params string[] arguments) => CliProcess.Run(_folder.Path, arguments);

    private static IReadOnlyList<NamedArray> OfMember(Model committee, int member) =>
    [
        .. committee.Weights.Where(array => array.Name.StartsWith($"member{member}_", StringComparison.Ordinal))
            .Select(array => new NamedArray(array.Name[(array.Name.IndexOf('_') + 1)..], array.Type, array.Sizes, array.Bytes)),
    ];
}
