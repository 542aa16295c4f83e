using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Inference;

namespace TorchBasics.Tests.Managed.Core;

public sealed class CommitteeTests
{
    private static Architecture Logits { get; } = new("net", [2], new Linear("fc", 2, 2), new Dropout(0.5));

    [Fact]
    public void A_committee_averages_the_probabilities_of_members_that_end_in_logits()
    {
        // Logits ln 3 and 0 are the probabilities 3/4 and 1/4, logits 0 and 0 are 1/2 and 1/2.
        var committee = Combine(Member(Logits, 0, MathF.Log(3), 0), Member(Logits, 0, 0, 0));

        Assert.True(committee.Architecture.GivesProbabilities);
        Assert.Equal([0.625, 0.375], Probabilities(committee), Near);
    }

    [Fact]
    public void A_softmax_or_its_logarithm_at_the_end_of_a_member_changes_nothing()
    {
        var soft = new Architecture("soft", [2], new Linear("fc", 2, 2), new Softmax(), new Dropout(0.5));
        var logarithm = new Architecture("logarithm", [2], new Linear("fc", 2, 2), new LogSoftmax());

        Assert.Equal([0.625, 0.375], Probabilities(Combine(Member(soft, 0, MathF.Log(3), 0), Member(logarithm, 0, 0, 0))), Near);
    }

    [Fact]
    public void The_outputs_themselves_may_be_averaged()
    {
        var committee = Committee.Combine(
            [("a", Member(Logits, 0, 1, 2)), ("b", Member(Logits, 0, 4, -3)), ("c", Member(Logits, 1, 1, 1))],
            CommitteeMean.Outputs);
        using var predictor = new Predictor(committee);
        var outputs = new float[2];

        predictor.Run([1, 2], outputs);

        Assert.False(committee.Architecture.GivesProbabilities);
        Assert.Equal([(1 + 4 + 4) / 3f, (2 - 3 + 4) / 3f], outputs); // the last member adds 1 + 2
    }

    [Fact]
    public void A_single_output_is_averaged_as_it_is()
    {
        var architecture = new Architecture("yes", [1], new Linear("fc", 1, 1), new Sigmoid());

        var committee = Combine(Model(architecture), Model(architecture));

        Assert.Equal(
            ["Linear", "Sigmoid", "Linear", "Sigmoid"],
            committee.Architecture.Layers[0].Inner.Select(layer => layer.Kind));
    }

    [Fact]
    public void Every_member_keeps_its_weights_under_names_of_its_own()
    {
        var (first, second) = (Member(Logits, 1, 2, 3), Member(Logits, 4, 5, 6));

        var committee = Combine(first, second);

        Assert.Equal(
            ["member1_fc.weight", "member1_fc.bias", "member2_fc.weight", "member2_fc.bias"],
            committee.Weights.Select(array => array.Name));
        Assert.Equal([2, 3], committee.Weights[1].Values<float>().ToArray());
        Assert.Equal([5, 6], committee.Weights[3].Values<float>().ToArray());
    }

    [Fact]
    public void Members_keep_every_layer_of_theirs()
    {
        var net = new Architecture("net", [2, 6, 6],
            new BatchNorm2d("bn1", 2, eps: 0.5, momentum: 0.25), new PartialConv2d("p", 2, [[0], [0, 1]], kernel: 3),
            new Residual(
                [new Conv2d("c", 2, 2, 3, 1, 1, 1, groups: 2)], [new Conv2d("d", 2, 2, kernel: 1, stride: 1, padding: 0)]),
            new Subsampling("s", 2, window: 2), new Flatten(), new BatchNorm1d("bn2", 8),
            new Ensemble([new Linear("e", 8, 3)], [new Lift(new Linear("f", 8, 2)), new Linear("g", 10, 3)]));

        var committee = Combine(Model(net), Model(net));

        Assert.Equal(
            net.Parameters.Select(parameter => ($"member2_{parameter.Name}", parameter.Spec.Shape, parameter.Spec.Role)),
            committee.Architecture.Parameters.Skip(net.Parameters.Count)
                .Select(parameter => (parameter.Name, parameter.Spec.Shape, parameter.Spec.Role)));
        Assert.Equal(
            [.. net.AllLayers.Select(layer => layer.Kind), "Softmax"],
            new Architecture("member", net.Input, ((Ensemble)committee.Architecture.Layers[0]).Members[1])
                .AllLayers.Select(layer => layer.Kind));
        Assert.Equal(
            new BatchNorm2d("member1_bn1", 2, eps: 0.5, momentum: 0.25), committee.Architecture.Layers[0].Inner[0]);
    }

    [Fact]
    public void A_committee_is_made_of_committees_too()
    {
        var pair = Combine(Member(Logits, 0, MathF.Log(3), 0), Member(Logits, 0, 0, 0));

        var committee = Combine(pair, Member(Logits, 0, MathF.Log(7), 0));

        Assert.Equal([(0.625 + 0.875) / 2, (0.375 + 0.125) / 2], Probabilities(committee), Near);
        Assert.Contains("member1_member2_fc.bias", committee.Weights.Select(array => array.Name));
    }

    [Fact]
    public void What_the_members_agree_on_is_known_of_the_committee()
    {
        var model = Member(Logits, 1, 2, 3) with
        {
            Normalization = Normalization.FromMean(0.5, 0.25),
            ClassNames = ["no", "yes"],
            Columns = ["height", "width"],
            IsDeskewed = true,
            TrainedOn = "shapes",
        };

        var committee = Combine(model, model);

        Assert.Equal("net-committee", committee.Architecture.Name);
        Assert.Equal(
            (model.Normalization, "shapes", ProductVersion.Text),
            (committee.Normalization, committee.TrainedOn, committee.CreatedBy));
        Assert.True(committee.IsDeskewed);
        Assert.False(Combine(Member(Logits, 0, 0, 0), Member(Logits, 0, 0, 0)).IsDeskewed);
        Assert.Equal(["no", "yes"], committee.ClassNames);
        Assert.Equal(["height", "width"], committee.Columns!);
        Assert.Equal(TorchBasics.Core.Model.Unknown, Combine(model, model with { TrainedOn = "others" }).TrainedOn);
    }

    public static TheoryData<string, Model, string> Refused => new()
    {
        { "shape", Model(new("b", [3], new Linear("fc", 3, 2))), "b takes samples [N, 3]; a [N, 2]." },
        { "results", Model(new("b", [2], new Linear("fc", 2, 3))), "b gives results [N, 3]; a [N, 2]." },
        {
            "classes",
            Member(Logits, 0, 0, 0) with { ClassNames = ["no", "yes"] },
            "b tells apart no, yes; a 0, 1."
        },
        {
            "preprocessing",
            Member(Logits, 0, 0, 0) with { Normalization = new([0.5f], [-0.25f]) },
            "b takes values times 0.5 plus -0.25; a times 1 plus 0. Train them with the same data"
        },
        {
            "deskewing",
            Member(Logits, 0, 0, 0) with { IsDeskewed = true },
            "b takes pictures that are deskewed; a as they are."
        },
        {
            "columns",
            Member(Logits, 0, 0, 0) with { Columns = ["x", "y"] },
            "b takes the columns x, y; a of any name."
        },
        {
            "units",
            Model(new("b", [2], new RbfOutput("rbf", [[1f, 1f], [-1f, 1f]]))),
            "b has a RbfOutput, through which no gradient passes and whose results are no logits."
        },
        {
            "pictures",
            Model(new("b", [1, 2, 2], new Relu())),
            "b gives results of the shape [N, 1, 2, 2]; expected one number for each class."
        },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Members_that_do_not_go_together_are_refused(string what, Model other, string message)
    {
        var error = Assert.Throws<TorchBasicsException>(
            () => Committee.Combine([("a", Member(Logits, 0, 0, 0)), ("b", other)], CommitteeMean.Probabilities));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.StartsWith($"These models make no committee: {message}", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(257)]
    public void A_committee_has_two_members_at_least_and_256_at_most(int members) => Assert.StartsWith(
        $"A committee of {members} was asked for; expected 2 to 256 models.",
        Assert.Throws<TorchBasicsException>(() => Combine([.. Enumerable.Repeat(Member(Logits, 0, 0, 0), members)])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Networks_of_the_catalogue_make_a_committee()
    {
        var committee = Combine(
            ModelCatalog.Find("lenet5").Initial(seed: 1), ModelCatalog.Find("lenet5").Initial(seed: 2));

        Assert.Equal(("lenet5-committee", 2 * 61_706), (committee.Architecture.Name, committee.Architecture.ParameterCount));
    }

    private static Model Combine(params Model[] models) =>
        Committee.Combine([.. models.Select((model, place) => ($"model {place + 1}", model))], CommitteeMean.Probabilities);

    private static Model Model(Architecture architecture) => new(architecture, WeightInitializer.Draw(architecture, seed: 1));

    // The same weight everywhere and two biases.
    private static Model Member(Architecture architecture, float weight, float first, float second) => new(
        architecture,
        [NamedArray.Of<float>("fc.weight", [2, 2], [weight, weight, weight, weight]),
            NamedArray.Of<float>("fc.bias", [2], [first, second])]);

    private static double[] Probabilities(Model model)
    {
        using var predictor = new Predictor(model);
        var probabilities = new double[2];
        predictor.Probabilities([1, -1], probabilities);
        return probabilities;
    }

    // A softmax of two numbers in single precision, and a mean.
    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) <= 1e-6;
}
