using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Core;

public class ModelTests
{
    private static readonly Architecture Small = new(
        "small", [2], new Linear("hidden", 2, 3), new Relu(), new Linear("out", 3, 2), new Softmax());

    private static readonly IReadOnlyList<NamedArray> Weights = WeightInitializer.Draw(Small, seed: 1);

    [Fact]
    public void The_arrays_come_in_the_order_of_the_network_and_share_their_memory()
    {
        var model = new Model(Small, [.. Weights.Reverse()]);

        Assert.Equal(Weights, model.Weights);
    }

    [Fact]
    public void Arrays_that_are_not_those_of_the_network_are_refused()
    {
        var model = new Model(Small, Weights);
        NamedArray[] strange = [NamedArray.Of<float>("hidden.weights", [3, 2], new float[6])];

        Assert.Equal(
            "These weights do not belong to small: the array out.bias is missing.",
            Message(() => new Model(Small, [.. Weights.SkipLast(1)])));
        Assert.Equal(
            "These weights do not belong to small: the array hidden.weight is missing.",
            Message(() => model with { Weights = [.. Weights.Skip(1)] }));
        Assert.StartsWith(
            "These weights do not belong to small: the array hidden.weights is not one of this network's arrays.",
            Message(() => new Model(Small, [.. Weights, .. strange])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_says_of_a_model_is_numbered_or_unknown()
    {
        var model = new Model(Small, Weights);

        Assert.Equal(
            (Normalization.Identity, null, "unknown", "unknown"),
            (model.Normalization, model.Columns, model.TrainedOn, model.CreatedBy));
        Assert.Equal(["0", "1"], model.ClassNames);
    }

    [Fact]
    public void A_model_of_deskewed_pictures_deskews_what_it_prepares()
    {
        var architecture = new Architecture("picture", [1, 3, 5], new Flatten(), new Linear("out", 15, 2));
        var model = new Model(architecture, WeightInitializer.Draw(architecture, seed: 1)) { Normalization = new([2], [-1]) };
        byte[] picture = [80, 80, 80, 0, 0, .. new byte[10]]; // in the middle after deskewing

        var (plain, deskewed) = (model.Prepare(picture), (model with { IsDeskewed = true }).Prepare(picture));

        Assert.Equal([159, 159, 159, .. Enumerable.Repeat(-1f, 12)], plain);
        Assert.Equal([.. Enumerable.Repeat(-1f, 6), 159, 159, 159, .. Enumerable.Repeat(-1f, 6)], deskewed);
    }

    [Fact]
    public void Names_of_classes_that_change_elsewhere_stay_as_they_were()
    {
        var names = new List<string> { "no", "yes" };
        var model = new Model(Small, Weights) { ClassNames = names };

        names[0] = "other";

        Assert.Equal(["no", "yes"], model.ClassNames);
    }

    [Fact]
    public void The_logits_are_what_comes_before_the_softmax()
    {
        var model = new Model(Small, Weights) { TrainedOn = "digits" };

        var logits = model.WithLogits();

        Assert.Equal(Small.Layers.SkipLast(1), logits.Architecture.Layers);
        Assert.Same(model.Weights, logits.Weights);
        Assert.Equal(("small", "digits"), (logits.Architecture.Name, logits.TrainedOn));
        Assert.Same(logits, logits.WithLogits());
    }

    private static string Message(Func<Model> make) => Assert.Throws<TorchBasicsException>(make).Message;
}
